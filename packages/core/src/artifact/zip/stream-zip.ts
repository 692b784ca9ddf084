import { encodeUtf8 } from '../../text/utf8.ts';
import { HorngateError } from '../../words/error.ts';
import type { Digests } from '../../words/ports.ts';
import { bytesBefore, bytesOfArchive, directoryOf, FIELDS, localHeader, type StoredMember } from './records.ts';

/** A member whose size is known before its bytes are. */
export interface StreamedMember {
  readonly path: string;
  readonly bytes: number;
  pieces(): Iterable<Uint8Array>;
}

/**
 * Writes an archive of stored members, a piece at a time: the same bytes as `writeZip`. A checksum stands before what it is of, so each local header is written
 * when its member is. Sizes and offsets of 4 GiB and more are written by ZIP64.
 *
 * @param write - takes bytes at an offset; the local headers come behind their members.
 * @param fields - where ZIP64 begins; a test lowers it.
 * @returns the size of the archive.
 */
export function streamZip(
  members: readonly StreamedMember[],
  write: (offset: number, bytes: Uint8Array) => void,
  { crc32 }: Pick<Digests, 'crc32'>,
  fields = FIELDS,
): number {
  const named = members.map(({ path, bytes }) => ({ name: encodeUtf8(path), bytes }));
  const size = bytesOfArchive(named, fields);
  const records: StoredMember[] = [];
  let start = 0;
  for (const [n, member] of members.entries()) {
    const { name, bytes } = named[n] as (typeof named)[number];
    let [at, checksum] = [start + bytesBefore({ name, bytes }, fields), 0];
    const end = at + bytes;
    for (const piece of member.pieces()) {
      checksum = crc32(piece, checksum);
      write(at, piece);
      at += piece.length;
    }
    if (at !== end) throw new HorngateError('HG_INTERNAL', `Cannot write the member "${member.path}" as it must have ${bytes} bytes: there are others`);
    const record = { name, bytes, crc32: checksum };
    write(start, localHeader(record, fields));
    records.push(record);
    start = end;
  }
  write(start, directoryOf(records, fields));
  return size;
}
