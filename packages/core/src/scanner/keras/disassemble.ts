import { quote } from '../quote.ts';
import { OP_CODES, type OpCodes } from './op-codes.ts';
import { type Marshalled, type MarshalledCode, readMarshalledCode } from './read-marshal.ts';

/** Instructions and constants shown of one code object. */
const MAX_SHOWN = 40;
const MAX_CONSTANTS = 12;
/** Written for the interpreter alone. */
const SILENT: ReadonlySet<string> = new Set(['CACHE', 'RESUME', 'PRECALL', 'PUSH_NULL', 'NOP', 'COPY_FREE_VARS', 'EXTENDED_ARG']);

/** What marshalled code uses and does, for the reader of a finding; undefined where it is no code of CPython 3.8 to 3.13. Nothing is run. */
export function disassemble(bytes: Uint8Array): string | undefined {
  const code = readMarshalledCode(bytes);
  return code === undefined ? undefined : listing(code);
}

function listing(code: MarshalledCode): string {
  const version = versionOf(code);
  const constants = shownConstants(code.constants);
  const inner = code.constants.flatMap((one) => (one.kind === 'code' ? [one.code] : [])).slice(0, 3);
  return [
    ...(constants === '' ? [] : [`constants: ${constants}`]),
    version === undefined ? 'its op-codes are of no version that is known' : `op-codes of CPython ${version.version}: ${instructions(code, version)}`,
    ...inner.map((one) => `inside ${quote(one.name)}: ${shortListing(one, version)}`),
  ].join('; ');
}

/** One level down: what it uses and does, and no further. */
const shortListing = (code: MarshalledCode, version: OpCodes | undefined): string =>
  version === undefined ? shownConstants(code.constants) : instructions(code, version);

const shownConstants = (constants: readonly Marshalled[]): string =>
  constants
    .filter(({ kind }) => kind !== 'code')
    .slice(0, MAX_CONSTANTS)
    .map(shown)
    .join(', ');

function shown(value: Marshalled): string {
  if (value.kind === 'text') return quote(value.text);
  if (value.kind === 'bytes') return `${value.bytes.length} bytes`;
  if (value.kind === 'list') return `(${value.items.slice(0, 6).map(shown).join(', ')})`;
  return value.kind === 'code' ? `code ${quote(value.code.name)}` : value.shown;
}

interface Instruction {
  readonly op: number;
  /** Undefined where the version has no such op-code. */
  readonly name: string | undefined;
  readonly argument: number;
}

function* instructionsOf({ code }: MarshalledCode, table: ReadonlyMap<number, string>): Generator<Instruction> {
  let extended = 0;
  for (let at = 0; at + 1 < code.length; at += 2) {
    const op = code[at] as number;
    const argument = (extended | (code[at + 1] as number)) >>> 0;
    const name = table.get(op);
    extended = name === 'EXTENDED_ARG' ? argument << 8 : 0;
    yield { op, name, argument };
  }
}

const TABLES: ReadonlyMap<OpCodes, ReadonlyMap<number, string>> = new Map(
  OP_CODES.map((codes) => {
    const words = codes.names.split(' ');
    return [codes, new Map(Array.from({ length: words.length / 2 }, (_, index) => [Number(words[2 * index]), words[2 * index + 1] as string]))];
  }),
);

/** The newest version of the layout in which every op-code exists and every index is one, in the code and in what it holds. */
function versionOf(code: MarshalledCode): OpCodes | undefined {
  const all = [code, ...code.constants.flatMap((one) => (one.kind === 'code' ? [one.code] : []))].slice(0, 50);
  return [...OP_CODES].reverse().find((codes) => isModern(codes) === code.modern && all.every((one) => fits(one, codes)));
}

const isModern = ({ version }: OpCodes): boolean => Number(version.slice(2)) >= 11;
const tableOf = (codes: OpCodes): ReadonlyMap<number, string> => TABLES.get(codes) ?? new Map();

function fits(code: MarshalledCode, codes: OpCodes): boolean {
  let starts = !isModern(codes);
  for (const { op, name, argument } of instructionsOf(code, tableOf(codes))) {
    if (name === undefined) return false;
    if (name === 'RESUME') starts = true;
    if (codes.constant.includes(op) && argument >= code.constants.length) return false;
    if (codes.name.includes(op) && nameOf(name, argument, code, codes) === undefined) return false;
  }
  return starts;
}

/** Since 3.11 a bit of the argument says that a call follows, since 3.12 of attributes too. */
function nameOf(op: string, argument: number, { names }: MarshalledCode, { version }: OpCodes): string | undefined {
  const minor = Number(version.slice(2));
  const shift = (op === 'LOAD_GLOBAL' && minor >= 11) || (op === 'LOAD_ATTR' && minor >= 12) ? 1 : op === 'LOAD_SUPER_ATTR' ? 2 : 0;
  return names[argument >>> shift];
}

function instructions(code: MarshalledCode, codes: OpCodes): string {
  const parts: string[] = [];
  for (const { op, name, argument } of instructionsOf(code, tableOf(codes))) {
    if (name === undefined || SILENT.has(name)) continue;
    if (parts.length === MAX_SHOWN) return [...parts, '…'].join(', ');
    parts.push(`${name}${argumentOf(name, op, argument, code, codes)}`);
  }
  return parts.join(', ');
}

function argumentOf(name: string, op: number, argument: number, code: MarshalledCode, codes: OpCodes): string {
  if (op < codes.haveArgument) return '';
  const constant = code.constants[argument];
  if (codes.constant.includes(op) && constant !== undefined) return ` ${shown(constant)}`;
  if (codes.name.includes(op)) return ` ${quote(nameOf(name, argument, code, codes))}`;
  const local = code.locals[argument];
  return codes.local.includes(op) && local !== undefined ? ` ${quote(local)}` : ` ${argument}`;
}
