import { decodeUtf8 } from '../../text/utf8.ts';
import type { ByteSource } from '../../words/ports.ts';
import { nameOf, type OpcodeName } from './opcodes.ts';
import { PickleReader } from './pickle-reader.ts';

/** A value that one op-code holds. Long ones are cut: `bytes` says how many there are. */
export type Literal =
  | { readonly type: 'str'; readonly text: string; readonly bytes: number; readonly cut: boolean }
  | { readonly type: 'bytes'; readonly data: Uint8Array; readonly bytes: number; readonly cut: boolean }
  | { readonly type: 'number'; readonly text: string }
  | { readonly type: 'none' | 'true' | 'false' };

/** Bytes of a literal that are decoded. */
export const MAX_LITERAL = 4096;

/** Reads again the literal that the op-code at `at` pushed; undefined where it pushes none, or a broken one. Total. */
export function readLiteral(source: ByteSource, at: number, maxBytes = MAX_LITERAL): Literal | undefined {
  const reader = new PickleReader(source, at, 64);
  const name = nameOf(reader.next());
  const { dataAt, dataBytes, number } = reader;
  const data = source.read(dataAt, Math.min(dataBytes, maxBytes));
  return name && literalOf(name, { data, cut: dataBytes > maxBytes, bytes: dataBytes, number, raw: () => source.read(at + 1, 8) });
}

interface Argument {
  readonly data: Uint8Array;
  readonly cut: boolean;
  readonly bytes: number;
  readonly number: number;
  readonly raw: () => Uint8Array;
}

function literalOf(name: OpcodeName, { data, cut, bytes, number, raw }: Argument): Literal | undefined {
  switch (name) {
    case 'NONE':
      return { type: 'none' };
    case 'NEWTRUE':
      return { type: 'true' };
    case 'NEWFALSE':
      return { type: 'false' };
    case 'BININT':
    case 'BININT1':
    case 'BININT2':
      return { type: 'number', text: String(number) };
    case 'INT':
      return integer(latin1(data));
    case 'LONG':
      return integer(latin1(data).replace(/L$/, ''));
    case 'LONG1':
    case 'LONG4':
      return { type: 'number', text: cut ? 'a very long number' : String(littleSigned(data)) };
    case 'FLOAT':
      return /^\s*[+-]?(\d[\d_]*\.?\d*|\.\d+|inf|infinity|nan)(e[+-]?\d+)?\s*$/i.test(latin1(data)) ? { type: 'number', text: latin1(data).trim() } : undefined;
    case 'BINFLOAT': {
      const eight = raw();
      const value = new DataView(eight.buffer, eight.byteOffset, 8).getFloat64(0, false);
      return { type: 'number', text: Number.isInteger(value) ? `${value}.0` : String(value) };
    }
    case 'STRING':
      return quoted(latin1(data), bytes, cut);
    case 'UNICODE':
      return { type: 'str', text: rawUnicode(latin1(data)), bytes, cut };
    case 'BINSTRING':
    case 'SHORT_BINSTRING':
      return { type: 'str', text: latin1(data), bytes, cut };
    case 'SHORT_BINUNICODE':
    case 'BINUNICODE':
    case 'BINUNICODE8': {
      const text = cut ? decodeUtf8(data, 'replace') : decodeUtf8(data, 'surrogatepass');
      return text === undefined ? undefined : { type: 'str', text, bytes, cut };
    }
    case 'BINBYTES':
    case 'SHORT_BINBYTES':
    case 'BINBYTES8':
    case 'BYTEARRAY8':
      return { type: 'bytes', data, bytes, cut };
    default:
      return undefined;
  }
}

/** `I01` and `I00` are True and False in protocol 0; else what `int(text, 0)` of Python reads. */
function integer(text: string): Literal | undefined {
  if (text === '01') return { type: 'true' };
  if (text === '00') return { type: 'false' };
  return /^\s*[+-]?(0x[0-9a-f_]+|0o[0-7_]+|0b[01_]+|\d[\d_]*)\s*$/i.test(text) ? { type: 'number', text: text.trim() } : undefined;
}

/** A string of protocol 0: in quotes of one kind, with the escapes of Python (`codecs.escape_decode`). */
function quoted(line: string, bytes: number, cut: boolean): Literal | undefined {
  const text = line.trim();
  const quote = text[0];
  if ((quote !== "'" && quote !== '"') || (!cut && (text.length < 2 || !text.endsWith(quote)))) return undefined;
  const inner = text.slice(1, cut ? undefined : -1);
  return { type: 'str', text: inner.replace(/\\(x[0-9a-fA-F]{2}|[0-7]{1,3}|[\s\S])/g, (_, sequence: string) => unescaped(sequence)), bytes, cut };
}

const SIMPLE: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', a: '\x07', b: '\b', f: '\f', v: '\v', '\\': '\\', "'": "'", '"': '"', '\n': '' };

function unescaped(sequence: string): string {
  if (/^x../.test(sequence)) return String.fromCharCode(Number.parseInt(sequence.slice(1), 16));
  if (/^[0-7]/.test(sequence)) return String.fromCharCode(Number.parseInt(sequence, 8) & 255);
  return SIMPLE[sequence] ?? `\\${sequence}`;
}

/** Python's codec `raw_unicode_escape`. */
const rawUnicode = (text: string): string =>
  text.replace(/\\u([0-9a-fA-F]{4})|\\U000([0-9a-fA-F]{5})/g, (_, short: string | undefined, long: string | undefined) => {
    const point = Number.parseInt(short ?? long ?? '0', 16);
    return point > 0x10ffff ? '\ufffd' : String.fromCodePoint(point);
  });

export function latin1(data: Uint8Array): string {
  let text = '';
  for (const byte of data) text += String.fromCharCode(byte);
  return text;
}

function littleSigned(data: Uint8Array): bigint {
  let value = 0n;
  for (let at = data.length - 1; at >= 0; at--) value = (value << 8n) | BigInt(data[at] as number);
  const last = data[data.length - 1] ?? 0;
  return last >= 0x80 ? value - (1n << BigInt(8 * data.length)) : value;
}
