import { Lzma, type LzmaProperties, lzmaProperties } from './lzma.ts';
import { broken, type Output } from './output.ts';
import { RangeDecoder } from './range-decoder.ts';

/**
 * LZMA2: chunks, stored or of LZMA, each of which says what of the decoder's state it begins anew (xz-file-format 1.2.1, 5.3.1; liblzma's lzma2_decoder.c for the rest).
 *
 * @param dictionary - bytes, as the filter's properties declare them.
 * @returns the offset behind its last byte.
 */
export function lzma2(packed: Uint8Array, from: number, dictionary: number, out: Output): number {
  let at = from;
  let lzma: Lzma | undefined;
  let properties: LzmaProperties | undefined;
  let start: number | undefined;
  for (;;) {
    const control = byteAt(packed, at++);
    if (control === 0) return at;
    if (control < 0x80 && control > 2) throw broken('LZMA2', `a chunk must be of a known kind: found ${control}`, at - 1);
    if (control === 1 || control >= 0xe0) start = out.length;
    if (start === undefined) throw broken('LZMA2', 'its first chunk must begin a dictionary', at - 1);
    if (control < 0x80) {
      const size = u16(packed, at) + 1;
      at += 2;
      if (at + size > packed.length) throw broken('LZMA2', 'a stored chunk must have its bytes', at);
      out.append(packed.subarray(at, at + size));
      at += size;
      if (control === 1) [lzma, properties] = [undefined, undefined];
      continue;
    }
    const end = out.length + ((control & 31) << 16) + u16(packed, at) + 1;
    const size = u16(packed, at + 2) + 1;
    at += 4;
    if (control >= 0xc0) properties = boundedProperties(byteAt(packed, at++));
    if (control >= 0xa0 && properties !== undefined) lzma = new Lzma(out, properties, dictionary, start);
    if (lzma === undefined) throw broken('LZMA2', 'a chunk must begin a state before another goes on with it', at);
    if (at + size > packed.length) throw broken('LZMA2', 'a chunk must have its bytes', at);
    const coder = new RangeDecoder(packed, at, at + size);
    if (lzma.decode(coder, end)) throw broken('LZMA2', 'a chunk must not have an end marker', at);
    at += size;
    if (coder.at !== at || !coder.finished) throw broken('LZMA2', 'a chunk must end where it says', at);
  }
}

function boundedProperties(byte: number): LzmaProperties {
  const properties = lzmaProperties(byte);
  if (properties.lc + properties.lp > 4) throw broken('LZMA2', 'lc and lp must be at most 4 together');
  return properties;
}

function byteAt(packed: Uint8Array, at: number): number {
  const byte = packed[at];
  if (byte === undefined) throw broken('LZMA2', 'it must have bytes to its end', at);
  return byte;
}

const u16 = (packed: Uint8Array, at: number): number => byteAt(packed, at) * 256 + byteAt(packed, at + 1);
