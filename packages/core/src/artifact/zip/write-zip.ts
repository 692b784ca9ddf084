import { encodeUtf8 } from '../../text/utf8.ts';
import { crc32 } from './crc32.ts';
import { bytesOfArchive, directoryOf, localHeader } from './records.ts';

export interface ZipMember {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/**
 * An archive of stored members (APPNOTE 4.3.7, 4.3.12, 4.3.16), without ZIP64.
 *
 * @throws HG_LIMIT_OUTPUT past 4 GiB or 65,534 members.
 */
export function writeZip(members: readonly ZipMember[]): Uint8Array {
  const records = members.map(({ path, bytes }) => ({ name: encodeUtf8(path), bytes: bytes.length, crc32: crc32(bytes) }));
  const out = new Uint8Array(bytesOfArchive(records));
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
