import { HorngateError } from '../../words/error.ts';
import { unpackBzip2 } from '../packed/bzip2.ts';
import { Lzma, lzmaProperties } from '../packed/lzma.ts';
import { broken, Output } from '../packed/output.ts';
import { RangeDecoder } from '../packed/range-decoder.ts';
import { unpackXz } from '../packed/xz.ts';
import type { ZipEntry } from './zip.ts';

/** Methods beside stored and deflate that are read to look inside (APPNOTE 4.4.5). No writer of models uses them, and nothing is loaded from them. */
const METHODS: Readonly<Record<number, (packed: Uint8Array, out: Output, entry: ZipEntry) => void>> = {
  12: unpackBzip2,
  14: unpackLzma,
  95: (packed, out) => unpackXz(packed, out),
};

export const isRead = (method: number): boolean => method === 0 || method === 8 || method in METHODS;

/** @param onFault - gets a checksum inside the packed data that is not that of what came out, which is given all the same. @throws HG_UNSUPPORTED_FORMAT for a method that is not read; HG_LIMIT_RATIO when more comes out than the entry says; HG_ARTIFACT_ARCHIVE */
export function unpackOther(entry: ZipEntry, packed: Uint8Array, onFault: (fault: HorngateError) => void): Uint8Array {
  const run = METHODS[entry.method];
  if (run === undefined)
    throw new HorngateError(
      'HG_UNSUPPORTED_FORMAT',
      `Cannot unpack the member as it must be packed by a method that is read: it is packed by ${entry.method}`,
      {
        where: { member: entry.path, offset: entry.offset },
      },
    );
  const out = new Output(entry.bytes);
  run(packed, out, entry);
  if (out.fault !== undefined) onFault(out.fault);
  return out.bytes;
}

/** APPNOTE 5.8.8: version, length of the properties, properties, then the stream; flag 1 says that it has an end marker. */
function unpackLzma(packed: Uint8Array, out: Output, { bytes, flags }: ZipEntry): void {
  const [, , length, high, properties = 255] = packed;
  if (length !== 5 || high !== 0 || packed.length < 14) throw broken('LZMA', 'it must have properties of 5 bytes');
  const dictionary = new DataView(packed.buffer, packed.byteOffset).getUint32(5, true);
  new Lzma(out, lzmaProperties(properties), dictionary, 0).decode(new RangeDecoder(packed, 9, packed.length), flags & 2 ? undefined : bytes);
}
