import type { Inflate } from '../../words/ports.ts';
import { adler32 } from '../zip/inflate.ts';
import { deflated } from './gzip.ts';
import { broken, type Output } from './output.ts';

/**
 * One zlib stream (RFC 1950), its Adler-32 verified.
 *
 * @param out - keeps what came out before the data broke.
 * @returns the offset behind it.
 * @throws HG_ARTIFACT_ARCHIVE, HG_ARTIFACT_ZIP for the deflate inside, HG_LIMIT_RATIO
 */
export function unpackZlib(packed: Uint8Array, out: Output, inflate: Inflate): number {
  const { bytes, end } = deflated(packed, 2, out, inflate);
  if (end + 4 > packed.length) throw broken('zlib', 'it must have its checksum', end);
  if (new DataView(packed.buffer, packed.byteOffset).getUint32(end) !== adler32(bytes)) throw broken('zlib', 'its Adler-32 must be that of the data', end);
  return end + 4;
}
