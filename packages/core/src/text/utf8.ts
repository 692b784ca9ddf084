/**
 * UTF-8 in pure TypeScript, since core has neither TextDecoder nor TextEncoder.
 *
 * - `strict`: RFC 3629; undefined when a byte is wrong.
 * - `replace`: U+FFFD for each maximal broken part (Unicode 15, 3.9, "substitution of maximal subparts"), as browsers and Python do.
 * - `surrogatepass`: Python's error handler of that name: surrogates in three bytes pass; undefined when anything else is wrong.
 */
export type Utf8Mode = 'strict' | 'replace' | 'surrogatepass';

/** Code units gathered before they become a string; a call with more arguments than the stack holds would throw. */
const CHUNK = 8192;

export function decodeUtf8(bytes: Uint8Array, mode: 'replace'): string;
export function decodeUtf8(bytes: Uint8Array, mode?: Utf8Mode): string | undefined;
export function decodeUtf8(bytes: Uint8Array, mode: Utf8Mode = 'strict'): string | undefined {
  const plain = plainLength(bytes);
  let text = plainText(bytes, plain);
  if (plain === bytes.length) return text;
  const units = new Uint16Array(Math.min(CHUNK, bytes.length - plain)); // no byte gives more than one unit
  let count = 0;
  for (let at = plain; at < bytes.length; ) {
    if (count > CHUNK - 2) {
      text += fromUnits(units, count);
      count = 0;
    }
    const first = bytes[at] as number;
    if (first < 0x80) {
      units[count++] = first;
      at++;
      continue;
    }
    const length = sequenceLength(bytes, at, mode === 'surrogatepass');
    if (length > 0) {
      count += putCodePoint(units, count, codePoint(bytes, at, length));
      at += length;
    } else if (mode === 'replace') {
      units[count++] = 0xfffd;
      at -= length;
    } else return undefined;
  }
  return text + fromUnits(units, count);
}

/** How many bytes at the start are ASCII: four at a time, as most texts are nothing else. */
function plainLength(bytes: Uint8Array): number {
  const first = -bytes.byteOffset & 3;
  let at = 0;
  while (at < first && (bytes[at] as number) < 0x80) at++;
  if (at === first && bytes.length >= first + 4) {
    const words = new Uint32Array(bytes.buffer, bytes.byteOffset + first, (bytes.length - first) >> 2);
    let word = 0;
    while (((words[word] ?? -1) & 0x80808080) === 0) word++;
    at += 4 * word;
  }
  while (at < bytes.length && (bytes[at] as number) < 0x80) at++;
  return at;
}

function plainText(bytes: Uint8Array, length: number): string {
  let text = '';
  for (let at = 0; at < length; at += CHUNK) text += fromUnits(bytes.subarray(at, Math.min(at + CHUNK, length)));
  return text;
}

/** Where the first byte is that UTF-8 does not allow there; undefined when there is none. */
export function invalidUtf8At(bytes: Uint8Array, mode: Utf8Mode = 'strict'): number | undefined {
  for (let at = 0; at < bytes.length; ) {
    const length = (bytes[at] as number) < 0x80 ? 1 : sequenceLength(bytes, at, mode === 'surrogatepass');
    if (length <= 0) return at;
    at += length;
  }
  return undefined;
}

/** Lone surrogates become U+FFFD, or pass as three bytes when asked. */
export function encodeUtf8(text: string, mode: 'replace' | 'surrogatepass' = 'replace'): Uint8Array {
  const bytes = new Uint8Array(utf8Length(text));
  let at = 0;
  for (let unit = 0; unit < text.length; unit++) {
    let point = text.codePointAt(unit) as number;
    if (point > 0xffff) unit++;
    else if (isSurrogate(point) && mode === 'replace') point = 0xfffd;
    at += putUtf8(bytes, at, point);
  }
  return bytes;
}

/** Bytes of a text in UTF-8; a lone surrogate counts three. */
export function utf8Length(text: string): number {
  let length = 0;
  for (let unit = 0; unit < text.length; unit++) {
    const point = text.codePointAt(unit) as number;
    if (point > 0xffff) unit++;
    length += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return length;
}

export const isSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdfff;

/** Whether a surrogate stands without its other half. */
export function hasLoneSurrogate(text: string): boolean {
  for (let unit = 0; unit < text.length; unit++) {
    if (!isSurrogate(text.charCodeAt(unit))) continue;
    if ((text.codePointAt(unit) as number) <= 0xffff) return true;
    unit++;
  }
  return false;
}

/** `apply`, as V8 copies a typed array at once there and asks its iterator for each element in a spread. */
export function fromUnits(units: Uint16Array | Uint8Array, count: number = units.length): string {
  return String.fromCharCode.apply(undefined, units.subarray(0, count) as unknown as number[]);
}

export function putCodePoint(units: Uint16Array, at: number, point: number): number {
  if (point <= 0xffff) {
    units[at] = point;
    return 1;
  }
  units[at] = 0xd7c0 + (point >> 10);
  units[at + 1] = 0xdc00 + (point & 0x3ff);
  return 2;
}

/**
 * Length of the well-formed sequence at `at` (Unicode 15, table 3-7); minus the length of the maximal broken part where it is not one.
 * The second byte decides: no over-long forms (C0, C1, E0 80, F0 80), no surrogates (ED A0), nothing past U+10FFFF (F4 90).
 */
function sequenceLength(bytes: Uint8Array, at: number, surrogates: boolean): number {
  const first = bytes[at] as number;
  const length = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
  if (length === 0) return -1;
  const low = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const high = first === 0xed && !surrogates ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  const second = bytes[at + 1];
  if (second === undefined || second < low || second > high) return -1;
  for (let n = 2; n < length; n++) {
    const byte = bytes[at + n];
    if (byte === undefined || (byte & 0xc0) !== 0x80) return -n;
  }
  return length;
}

function codePoint(bytes: Uint8Array, at: number, length: number): number {
  let point = (bytes[at] as number) & (0x7f >> length);
  for (let n = 1; n < length; n++) point = (point << 6) | ((bytes[at + n] as number) & 0x3f);
  return point;
}

function putUtf8(bytes: Uint8Array, at: number, point: number): number {
  const length = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  for (let n = length - 1; n > 0; n--) {
    bytes[at + n] = 0x80 | (point & 0x3f);
    point >>= 6;
  }
  bytes[at] = length === 1 ? point : ((0xf00 >> length) & 0xff) | point;
  return length;
}
