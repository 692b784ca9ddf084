import { broken, type Output } from './output.ts';
import { xxHash32 } from './xx-hash-32.ts';

const MAGIC = 0x184d2204;
/** Frames that only carry something for somebody: 0x184D2A50 to 0x184D2A5F. */
const SKIPPABLE = 0x184d2a50;

/**
 * All frames of an `.lz4` file, one behind the other (lz4_Frame_format.md 1.6.4, lz4_Block_format.md). Its checksums (XXH32) are compared: of the header, of
 * packed blocks, of what comes out.
 *
 * @param out - keeps what came out before the data broke, and the first checksum that is wrong.
 * @returns the offset behind the last frame.
 * @throws HG_ARTIFACT_ARCHIVE, HG_LIMIT_RATIO
 */
export function unpackLz4(packed: Uint8Array, out: Output): number {
  let at = 0;
  do at = frame(packed, at, out);
  while (at + 4 <= packed.length && isFrame(u32(packed, at)));
  return at;
}

const isFrame = (magic: number): boolean => magic === MAGIC || (magic & 0xfffffff0) >>> 0 === SKIPPABLE;

function frame(packed: Uint8Array, from: number, out: Output): number {
  const magic = u32(packed, from);
  if ((magic & 0xfffffff0) >>> 0 === SKIPPABLE) return bounded(packed, from + 8 + u32(packed, from + 4));
  if (magic !== MAGIC) throw broken('LZ4', 'a frame must begin here', from);
  const flags = packed[from + 4] ?? 0;
  if (flags >> 6 !== 1 || flags & 2) throw broken('LZ4', 'its flags must be known', from + 4);
  if (flags & 1) throw broken('LZ4', 'it must need no dictionary', from + 4);
  const linked = (flags & 0x20) === 0;
  let at = from + 7 + (flags & 8 ? 8 : 0);
  const begun = out.length;
  const descriptor = packed.subarray(from + 4, bounded(packed, at) - 1);
  out.expect(((xxHash32(descriptor) >>> 8) & 255) === packed[at - 1], 'LZ4', 'the checksum of a header must be that of the header', at - 1);
  for (;;) {
    const size = u32(packed, at);
    at += 4;
    if (size === 0) break;
    const end = bounded(packed, at + (size & 0x7fffffff));
    if (size & 0x80000000) out.append(packed.subarray(at, end));
    else block(packed, at, end, out, linked ? begun : out.length);
    at = end;
    if (flags & 0x10) at = compared(packed, at, packed.subarray(end - (size & 0x7fffffff), end), 'block', out);
  }
  return flags & 4 ? compared(packed, at, out.bytes.subarray(begun), 'content', out) : at;
}

/** @returns the offset behind a checksum, which is noted where it is wrong. */
function compared(packed: Uint8Array, at: number, bytes: Uint8Array, part: string, out: Output): number {
  out.expect(u32(packed, at) === xxHash32(bytes), 'LZ4', `the checksum of a ${part} must be that of the data`, at);
  return at + 4;
}

/** @param begun - length of the output before which nothing may be referred to. */
function block(packed: Uint8Array, from: number, end: number, out: Output, begun: number): void {
  let at = from;
  const long = (nibble: number): number => {
    let length = nibble;
    if (nibble === 15)
      for (let byte = 255; byte === 255; length += byte) {
        if (at >= end) throw broken('LZ4', 'a length must end', at);
        byte = packed[at++] as number;
      }
    return length;
  };
  while (at < end) {
    const token = packed[at++] as number;
    const literals = long(token >> 4);
    if (at + literals > end) throw broken('LZ4', 'literals must lie in their block', at);
    out.append(packed.subarray(at, at + literals));
    at += literals;
    if (at === end) return;
    if (at + 2 > end) throw broken('LZ4', 'a match must have its distance', at);
    const distance = (packed[at] as number) | ((packed[at + 1] as number) << 8);
    at += 2;
    const length = long(token & 15) + 4;
    if (distance === 0 || distance > out.length - begun) throw broken('LZ4', 'a match must lie in what came out before', at);
    out.repeat(distance, length);
  }
}

function u32(bytes: Uint8Array, at: number): number {
  if (at + 4 > bytes.length) throw broken('LZ4', 'it must have bytes to its end', at);
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(at, true);
}

function bounded(bytes: Uint8Array, at: number): number {
  if (at > bytes.length) throw broken('LZ4', 'it must have bytes to its end', bytes.length);
  return at;
}
