import { decodeUtf8 } from '../../text/utf8.ts';
import { runChecks } from '../define-check.ts';
import { CHECKS } from '../rules/index.ts';
import { type FormatScanner, type Head, startsWith } from './format.ts';

/** What systems run as it stands: ELF, Mach-O (both widths, both orders, and several in one), PE behind its DOS header, Java classes, WebAssembly. */
const PROGRAMS: readonly (readonly [name: string, magic: readonly number[]])[] = [
  ['ELF', [0x7f, 0x45, 0x4c, 0x46]],
  ['Mach-O', [0xfe, 0xed, 0xfa, 0xce]],
  ['Mach-O', [0xfe, 0xed, 0xfa, 0xcf]],
  ['Mach-O', [0xce, 0xfa, 0xed, 0xfe]],
  ['Mach-O', [0xcf, 0xfa, 0xed, 0xfe]],
  ['Mach-O or Java', [0xca, 0xfe, 0xba, 0xbe]],
  ['WebAssembly', [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]],
];

export const program: FormatScanner = {
  format: 'program',
  proof: 'magic',
  accepts: (head) => programOf(head) !== undefined,
  scan(source) {
    const start = source.read(0, Math.min(4096, source.size));
    const message = `Is a program (${programOf({ start, source }) ?? 'unknown'})`;
    return { format: 'program', findings: runChecks(CHECKS.code, { sights: [{ kind: 'program', message, where: {} }], troubles: [] }), troubles: [] };
  },
};

function programOf({ start, source }: Pick<Head, 'start' | 'source'>): string | undefined {
  const found = PROGRAMS.find(([, magic]) => startsWith(start, magic));
  if (found !== undefined) return found[0];
  if (!startsWith(start, [0x4d, 0x5a]) || start.length < 64) return undefined;
  const at = new DataView(start.buffer, start.byteOffset).getUint32(60, true);
  return at + 4 <= source.size && startsWith(source.read(at, 4), [0x50, 0x45, 0, 0]) ? 'PE' : undefined;
}

/** A text that begins with `#!` is run by the program that it names. */
export const script: FormatScanner = {
  format: 'script',
  proof: 'grammar',
  accepts: ({ start }) => startsWith(start, [0x23, 0x21, 0x2f]) || startsWith(start, [0x23, 0x21, 0x20, 0x2f]),
  scan(source) {
    const line = decodeUtf8(source.read(0, Math.min(200, source.size)), 'replace').split('\n', 1)[0] as string;
    const sights = [{ kind: 'script', message: `Is a script: ${line.slice(0, 120)}`, where: { offset: 0 } }];
    return { format: 'script', findings: runChecks(CHECKS.code, { sights, troubles: [] }), troubles: [] };
  },
};
