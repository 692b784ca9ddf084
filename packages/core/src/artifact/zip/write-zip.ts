import { encodeUtf8 } from '../../text/utf8.ts';
import { HorngateError } from '../../words/error.ts';
import { crc32 } from './crc32.ts';
import { bytesOfArchive, directoryOf, localHeader } from './records.ts';

export interface ZipMember {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** Larger ones are written a piece at a time, by `streamZip`. */
const MAX_BYTES = 0xffffffff;

/**
 * An archive of stored members in memory (APPNOTE 4.3.7, 4.3.12, 4.3.16).
 *
 * @throws HG_LIMIT_OUTPUT past 4 GiB.
 */
export function writeZip(members: readonly ZipMember[]): Uint8Array {
  const records = members.map(({ path, bytes }) => ({ name: encodeUtf8(path), bytes: bytes.length, crc32: crc32(bytes) }));
  const size = bytesOfArchive(records);
  if (size > MAX_BYTES) throw new HorngateError('HG_LIMIT_OUTPUT', `Cannot write an archive of ${size} bytes as in memory it must stay below 4 GiB`);
  const out = new Uint8Array(size);
  let at = 0;
  const put = (bytes: Uint8Array): void => {
    out.set(bytes, at);
    at += bytes.length;
  };
  for (const [n, { bytes }] of members.entries()) {
    put(localHeader(records[n] as (typeof records)[number]));
    put(bytes);
  }
  put(directoryOf(records));
  return out;
}
