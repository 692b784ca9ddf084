import { decodeUtf8 } from '../../text/utf8.ts';
import type { ZipAnomalyKind } from '../anomalies.ts';

/** The upper half of code page 437 (APPNOTE appendix D.1), which names are in when bit 11 is not set. */
const CP437 = 'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0';

/** A name as Python's zipfile decodes it; undefined where bytes marked as UTF-8 are none. */
export function decodeName(bytes: Uint8Array, utf8: boolean): string | undefined {
  if (utf8) return decodeUtf8(bytes);
  let name = '';
  for (const byte of bytes) name += byte < 0x80 ? String.fromCharCode(byte) : (CP437[byte - 0x80] as string);
  return name;
}

type NameRule = readonly [kind: ZipAnomalyKind, wrong: (name: string) => boolean, wanted: string];

/** What a name may not be, since it may become a path somewhere. */
const NAME_RULES: readonly NameRule[] = [
  ['zip/empty-name', (name) => name === '', 'not be empty'],
  ['zip/nul-name', (name) => name.includes('\0'), 'hold no NUL'],
  [
    'zip/control-character-name',
    (name) => [...name].some((char) => (char < ' ' && char !== '\0') || (char >= '\x7f' && char <= '\x9f')),
    'hold no control character',
  ],
  ['zip/backslash-name', (name) => name.includes('\\'), 'hold no backslash'],
  ['zip/absolute-name', (name) => /^[/\\]/.test(name), 'be relative'],
  ['zip/drive-name', (name) => /^[a-z]:/i.test(name), 'start with no drive'],
  ['zip/traversal', (name) => parts(name).includes('..'), 'stay in its folder'],
  [
    'zip/dot-name',
    (name) => parts(name).some((part, at, all) => part === '.' || (part === '' && at > 0 && at < all.length - 1)),
    'have no empty part and no "."',
  ],
];

const parts = (name: string): string[] => name.split(/[/\\]/);

export function* wrongName(name: string): Generator<{ kind: ZipAnomalyKind; message: string }> {
  for (const [kind, wrong, wanted] of NAME_RULES)
    if (wrong(name)) yield { kind, message: `Cannot use the name ${JSON.stringify(name.slice(0, 200))} as it must ${wanted}` };
}

/** Names that are one file where case, Unicode form or slashes do not count have one key. */
export const foldedName = (path: string): string =>
  path
    .normalize('NFKC')
    .toUpperCase()
    .toLowerCase()
    .split(/[/\\]+/)
    .filter((part) => part !== '.' && part !== '')
    .join('/');
