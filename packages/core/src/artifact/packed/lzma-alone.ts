import { Lzma, lzmaProperties } from './lzma.ts';
import { broken, type Output } from './output.ts';
import { RangeDecoder } from './range-decoder.ts';

const HEADER = 13;

/** Whether 13 bytes are the header that encoders of `.lzma` write: there is no magic (lzma-file-format.txt of XZ Utils, 1.1). */
export function isLzmaAlone(start: Uint8Array): boolean {
  if (start.length < HEADER + 5 || (start[0] as number) >= 225 || start[HEADER] !== 0) return false;
  const view = new DataView(start.buffer, start.byteOffset);
  const dictionary = view.getUint32(1, true);
  const size = view.getBigUint64(5, true);
  return isUsualDictionary(dictionary) && (size === 0xffff_ffff_ffff_ffffn || size < 1n << 38n);
}

/** 2^n or 2^n + 2^(n-1): what XZ Utils itself takes for a `.lzma`. */
function isUsualDictionary(bytes: number): boolean {
  if (bytes < 4096) return false;
  const top = 2 ** Math.floor(Math.log2(bytes));
  return bytes === top || bytes === top + top / 2 || bytes === 0xffffffff;
}

/** The older format of LZMA: properties, dictionary, size, then one stream. @returns the offset behind it. */
export function unpackLzmaAlone(packed: Uint8Array, out: Output): number {
  if (packed.length < HEADER + 5) throw broken('LZMA', 'it must have a header');
  const view = new DataView(packed.buffer, packed.byteOffset);
  const size = view.getBigUint64(5, true);
  const end = size === 0xffff_ffff_ffff_ffffn ? undefined : Number(size);
  const coder = new RangeDecoder(packed, HEADER, packed.length);
  new Lzma(out, lzmaProperties(packed[0] as number), view.getUint32(1, true), 0).decode(coder, end);
  return coder.at;
}
