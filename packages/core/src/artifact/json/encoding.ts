import { decodeUtf8, fromUnits, invalidUtf8At, putCodePoint } from '../../text/utf8.ts';
import { HorngateError } from '../../words/error.ts';

/** Encodings that `json.loads(bytes)` finds by itself, and how many bytes of mark each text starts with. */
export interface Encoding {
  readonly name: 'utf-8' | 'utf-16-le' | 'utf-16-be' | 'utf-32-le' | 'utf-32-be';
  readonly bom: number;
}

/**
 * As `json.detect_encoding` of CPython 3.11: byte order marks first (UTF-32 before UTF-16, since FF FE starts both), then where the zero bytes stand.
 */
export function detectEncoding(bytes: Uint8Array): Encoding {
  const [a, b, c, d] = bytes;
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return { name: 'utf-32-be', bom: 4 };
  if (a === 0xff && b === 0xfe && c === 0 && d === 0) return { name: 'utf-32-le', bom: 4 };
  if (a === 0xfe && b === 0xff) return { name: 'utf-16-be', bom: 2 };
  if (a === 0xff && b === 0xfe) return { name: 'utf-16-le', bom: 2 };
  if (a === 0xef && b === 0xbb && c === 0xbf) return { name: 'utf-8', bom: 3 };
  if (bytes.length >= 4) {
    if (a === 0) return { name: b === 0 ? 'utf-32-be' : 'utf-16-be', bom: 0 };
    if (b === 0) return { name: c === 0 && d === 0 ? 'utf-32-le' : 'utf-16-le', bom: 0 };
  } else if (bytes.length === 2) {
    if (a === 0) return { name: 'utf-16-be', bom: 0 };
    if (b === 0) return { name: 'utf-16-le', bom: 0 };
  }
  return { name: 'utf-8', bom: 0 };
}

/** The text after its mark; surrogates pass, as Python decodes with `surrogatepass`. */
export function decode(bytes: Uint8Array, encoding: Encoding): string {
  const body = bytes.subarray(encoding.bom);
  if (encoding.name !== 'utf-8') return decodeWide(body, encoding);
  const text = decodeUtf8(body, 'surrogatepass');
  if (text === undefined) throw broken(encoding, encoding.bom + (invalidUtf8At(body, 'surrogatepass') ?? 0));
  return text;
}

/** Where in the file the text's unit `at` stands. */
export function byteOffset(text: string, at: number, { name, bom }: Encoding): number {
  if (name.startsWith('utf-16')) return bom + 2 * at;
  let offset = bom;
  for (let unit = 0; unit < at; unit++) {
    const point = text.codePointAt(unit) as number;
    if (point > 0xffff) unit++;
    offset += name !== 'utf-8' ? 4 : point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return offset;
}

function decodeWide(body: Uint8Array, encoding: Encoding): string {
  const width = encoding.name.startsWith('utf-16') ? 2 : 4;
  if (body.length % width !== 0) throw broken(encoding, encoding.bom + body.length - (body.length % width));
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const little = encoding.name.endsWith('le');
  const units = new Uint16Array(8192);
  let text = '';
  let count = 0;
  for (let at = 0; at < body.length; at += width) {
    const point = width === 2 ? view.getUint16(at, little) : view.getUint32(at, little);
    if (point > 0x10ffff) throw broken(encoding, encoding.bom + at);
    count += putCodePoint(units, count, point);
    if (count < 8190) continue;
    text += fromUnits(units, count);
    count = 0;
  }
  return text + fromUnits(units, count);
}

function broken({ name }: Encoding, offset: number): HorngateError {
  return new HorngateError('HG_ARTIFACT_JSON', `Cannot read JSON as every byte must be ${name.toUpperCase()}: this one is not`, { where: { offset } });
}
