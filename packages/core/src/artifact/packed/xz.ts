import { HorngateError } from '../../words/error.ts';
import { withoutBcj } from '../seven-zip/bcj.ts';
import { crc32 } from '../zip/crc32.ts';
import { withoutArm, withoutArmThumb, withoutDelta, withoutPowerPc, withoutSparc } from './branches.ts';
import { crc64 } from './crc-64.ts';
import { lzma2 } from './lzma2.ts';
import { broken, Output } from './output.ts';
import { sha256 } from './sha-256.ts';

const MAGIC = [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0];
const HEADER = 12;
/** Bytes of the checks, by their number (xz-file-format 1.2.1, 2.1.1.2). */
const CHECKS = [0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64];
const LZMA2 = 0x21;

/** Whether a check is that of the data, by its number. */
const IS_RIGHT: Readonly<Record<number, (data: Uint8Array, packed: Uint8Array, at: number) => boolean>> = {
  1: (data, packed, at) => u32(packed, at) === crc32(data),
  4: (data, packed, at) => {
    const { high, low } = crc64(data);
    return u32(packed, at) === low && u32(packed, at + 4) === high;
  },
  10: (data, packed, at) => sha256(data).every((byte, n) => packed[at + n] === byte),
};

/**
 * All streams of an `.xz` file, one behind the other (xz-file-format 1.2.1). CRC-32, CRC-64 and SHA-256 are verified; no other check has a meaning.
 *
 * @param out - keeps what came out before the data broke, and the first check that is wrong.
 * @returns the offset behind the last stream.
 * @throws HG_UNSUPPORTED_FORMAT for the filters for IA-64, ARM64 and RISC-V; HG_ARTIFACT_ARCHIVE; HG_LIMIT_RATIO
 */
export function unpackXz(packed: Uint8Array, out: Output): number {
  let at = 0;
  do at = padding(packed, stream(packed, at, out));
  while (MAGIC.every((byte, n) => packed[at + n] === byte));
  return at;
}

function stream(packed: Uint8Array, from: number, out: Output): number {
  if (from + HEADER > packed.length || !MAGIC.every((byte, n) => packed[from + n] === byte)) throw broken('xz', 'a stream must begin here', from);
  expectCrc(packed, from + 6, 2, from + 8);
  if (packed[from + 6] !== 0 || (packed[from + 7] as number) > 15) throw broken('xz', 'its flags must be known', from + 6);
  const check = packed[from + 7] as number;
  let at = from + HEADER;
  while (packed[at] !== 0) at = block(packed, at, check, out);
  return index(packed, at);
}

function block(packed: Uint8Array, from: number, check: number, out: Output): number {
  const size = ((packed[from] ?? 0) + 1) * 4;
  if (from + size > packed.length) throw broken('xz', 'a block must have its header', from);
  expectCrc(packed, from, size - 4, from + size - 4);
  const header = filtersOf(packed.subarray(from, from + size - 4), from);
  const begun = out.length;
  const end = filtered(packed, from + size, header, out);
  const padded = end + ((4 - ((end - from) & 3)) & 3);
  for (let at = end; at < padded; at++) if (packed[at] !== 0) throw broken('xz', 'the padding of a block must be zeros', at);
  const behind = padded + (CHECKS[check] as number);
  if (behind > packed.length) throw broken('xz', 'a block must have its check', padded);
  out.expect(IS_RIGHT[check]?.(out.bytes.subarray(begun), packed, padded) ?? true, 'xz', 'the check of a block must be that of the data', padded);
  return behind;
}

interface XzFilter {
  readonly id: number;
  readonly properties: Uint8Array;
}

/** The filters of a block; the last one must be LZMA2, which gets the packed bytes (3.1.5 and 5.3). */
function filtersOf(header: Uint8Array, from: number): { readonly before: readonly XzFilter[]; readonly dictionary: number } {
  const flags = header[1] as number;
  let at = 2;
  for (const bit of [0x40, 0x80]) if (flags & bit) at = varint(header, at);
  const filters = Array.from({ length: (flags & 3) + 1 }, () => {
    const [id = 255, length = 255] = header.subarray(at);
    at += 2 + length;
    return { id, properties: header.subarray(at - length, at) };
  });
  const last = filters.pop() as XzFilter;
  if (last.id !== LZMA2 || filters.some(({ id }) => FILTERS[id] === undefined))
    throw new HorngateError('HG_UNSUPPORTED_FORMAT', 'Cannot unpack the xz data as its filters must be read here: it has others', { where: { offset: from } });
  const [bits = 255] = last.properties;
  if ((flags & 0x3c) !== 0 || last.properties.length !== 1 || bits > 40) throw broken('xz', 'the header of a block must be known', from);
  return { before: filters, dictionary: lzma2Dictionary(bits) };
}

/** Address of the first byte, where a filter for programs says one (5.3.2). */
const startOf = (properties: Uint8Array): number => (properties.length === 4 ? u32(properties, 0) : 0);

/** Filters in front of LZMA2 that are taken away here, by their id (5.3). */
const FILTERS: Readonly<Record<number, (bytes: Uint8Array, properties: Uint8Array) => void>> = {
  3: (bytes, properties) => withoutDelta(bytes, (properties[0] ?? 0) + 1),
  4: (bytes, properties) => bytes.set(withoutBcj(bytes, startOf(properties))),
  5: (bytes, properties) => withoutPowerPc(bytes, startOf(properties)),
  7: (bytes, properties) => withoutArm(bytes, startOf(properties)),
  8: (bytes, properties) => withoutArmThumb(bytes, startOf(properties)),
  9: (bytes, properties) => withoutSparc(bytes, startOf(properties)),
};

/** Unpacks apart what filters change afterwards, since LZMA2 refers back to what was not changed yet. Of a block that breaks, what came before is kept. */
function filtered(packed: Uint8Array, at: number, header: ReturnType<typeof filtersOf>, out: Output): number {
  if (header.before.length === 0) return lzma2(packed, at, header.dictionary, out);
  const own = new Output(out.left);
  try {
    return lzma2(packed, at, header.dictionary, own);
  } finally {
    for (const { id, properties } of header.before.toReversed()) FILTERS[id]?.(own.bytes, properties);
    out.append(own.bytes);
  }
}

/** Bytes of the dictionary from the property byte of LZMA2. */
export const lzma2Dictionary = (bits: number): number => (bits === 40 ? 0xffffffff : (2 | (bits & 1)) * 2 ** (Math.floor(bits / 2) + 11));

/** The index repeats the sizes of the blocks; here it only shows where the stream ends. */
function index(packed: Uint8Array, from: number): number {
  let at = from + 1;
  const counted = at;
  at = varint(packed, at);
  let blocks = 0;
  for (let n = counted, scale = 1; n < at; n++, scale *= 128) blocks += ((packed[n] as number) & 127) * scale;
  for (let n = 0; n < blocks * 2; n++) at = varint(packed, at);
  const end = at + ((4 - ((at - from) & 3)) & 3);
  expectCrc(packed, from, end - from, end);
  const footer = end + 4;
  if (footer + HEADER > packed.length || packed[footer + 10] !== 0x59 || packed[footer + 11] !== 0x5a)
    throw broken('xz', 'a stream must have its footer', footer);
  expectCrc(packed, footer + 4, 6, footer);
  return footer + HEADER;
}

/** Zeros between streams, in fours. */
function padding(packed: Uint8Array, from: number): number {
  let at = from;
  while (at < packed.length && packed[at] === 0) at++;
  if ((at - from) % 4 !== 0) throw broken('xz', 'zeros behind a stream must come in fours', from);
  return at;
}

/** Offset behind a number in base 128. */
function varint(bytes: Uint8Array, from: number): number {
  for (let at = from; at < from + 9; at++) {
    const byte = bytes[at];
    if (byte === undefined) break;
    if (byte < 128) return at + 1;
  }
  throw broken('xz', 'a number must end', from);
}

const u32 = (bytes: Uint8Array, at: number): number => new DataView(bytes.buffer, bytes.byteOffset).getUint32(at, true);

function expectCrc(bytes: Uint8Array, from: number, length: number, at: number): void {
  if (at + 4 > bytes.length || u32(bytes, at) !== crc32(bytes.subarray(from, from + length))) throw broken('xz', 'its CRC-32 must be that of the header', at);
}
