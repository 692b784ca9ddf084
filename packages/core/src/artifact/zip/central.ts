import { HorngateError } from '../../words/error.ts';
import type { ByteSource } from '../../words/ports.ts';
import { Cursor } from '../cursor.ts';
import type { Report, ZipEnd } from './end.ts';
import { type ExtraFields, readExtra, widen } from './extra.ts';
import { decodeName } from './paths.ts';

const RECORD = 0x02014b50;
const RECORD_BYTES = 46;
/** Longer ones are no paths anywhere (PATH_MAX), and 4096 of 64 KiB would be more memory than a scan has. */
const MAX_NAME = 4096;

/** APPNOTE 4.3.12, as it stands in the file. */
export interface CentralRecord {
  /** Of this record. */
  readonly at: number;
  readonly name: Uint8Array;
  /** Decoded, not yet cut at a NUL. */
  readonly fullName: string;
  readonly versionNeeded: number;
  readonly flags: number;
  readonly method: number;
  readonly time: number;
  readonly crc32: number;
  readonly bytes: number;
  readonly packedBytes: number;
  readonly externalAttributes: number;
  readonly offset: number;
  readonly extra: ExtraFields;
}

/**
 * Reads records until the directory's bytes end, as Python does: the count of the end record is only a claim.
 *
 * @throws HG_LIMIT_ENTRIES past `maxEntries`; HG_ARTIFACT_ZIP where a record is none.
 */
export function readCentral(source: ByteSource, end: ZipEnd, maxEntries: number, report: Report): CentralRecord[] {
  const records: CentralRecord[] = [];
  for (let at = end.directory; at < end.directoryEnd; ) {
    if (records.length >= maxEntries)
      throw new HorngateError('HG_LIMIT_ENTRIES', `Cannot read the archive as it must have at most ${maxEntries} members: it has more`, {
        where: { offset: at },
      });
    const { record, next } = readRecord(source, at, end);
    records.push(record);
    at = next;
  }
  if (records.length !== end.count)
    report('zip/count-mismatch', end.directoryEnd, `The end record counts ${end.count} members, the directory has ${records.length}`);
  return records;
}

function readRecord(source: ByteSource, at: number, end: ZipEnd): { record: CentralRecord; next: number } {
  const room = end.directoryEnd - at;
  if (room < RECORD_BYTES) throw broken('be whole', `${room} bytes are left`, at);
  const cursor = new Cursor(source.read(at, RECORD_BYTES), { code: 'HG_ARTIFACT_ZIP', base: at });
  if (cursor.u32() !== RECORD) throw broken('start with its signature', 'it does not', at);
  cursor.skip(2);
  const [versionNeeded, flags, method, time, crc32] = [cursor.u16(), cursor.u16(), cursor.u16(), cursor.u32(), cursor.u32()];
  const [packed, bytes] = [cursor.u32(), cursor.u32()];
  const [nameLength, extraLength, commentLength, disk] = [cursor.u16(), cursor.u16(), cursor.u16(), cursor.u16()];
  cursor.skip(2);
  const [externalAttributes, offset] = [cursor.u32(), cursor.u32()];
  const next = at + RECORD_BYTES + nameLength + extraLength + commentLength;
  if (next > end.directoryEnd) throw broken('end inside the directory', `it ends ${next - end.directoryEnd} bytes behind it`, at);
  if (disk !== 0 && disk !== 0xffff) throw broken('be on the first disk', `it is on disk ${disk}`, at);
  if (nameLength > MAX_NAME)
    throw new HorngateError('HG_LIMIT_BYTES', `Cannot read a name as it must have at most ${MAX_NAME} bytes: it has ${nameLength}`, { where: { offset: at } });

  const variable = source.read(at + RECORD_BYTES, nameLength + extraLength);
  const name = variable.slice(0, nameLength);
  const extra = readExtra(variable.subarray(nameLength));
  const fullName = decodeName(name, (flags & 0x800) !== 0);
  if (fullName === undefined) throw broken('have a name in UTF-8, as its flag says', 'its bytes are not', at);
  const wide = widen([bytes, packed, offset], extra.zip64);
  if (wide === undefined) throw broken('have its long sizes in a ZIP64 field', 'it has none that holds them', at);
  const [wideBytes = 0, widePacked = 0, wideOffset = 0] = wide;
  const record = { at, name, fullName, versionNeeded, flags, method, time, crc32, externalAttributes, extra };
  return { record: { ...record, bytes: wideBytes, packedBytes: widePacked, offset: wideOffset + end.shift }, next };
}

function broken(wanted: string, found: string, offset: number): HorngateError {
  return new HorngateError('HG_ARTIFACT_ZIP', `Cannot read a directory record as it must ${wanted}: ${found}`, { where: { offset } });
}
