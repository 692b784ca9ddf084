import { ByteWriter } from '../byte-writer.ts';

/** What an archive says of a stored member. */
export interface StoredMember {
  readonly name: Uint8Array;
  readonly bytes: number;
  readonly crc32: number;
}

/** The first numbers that do not fit the fields of 4 and 2 bytes, where all ones say that ZIP64 has the number (APPNOTE 4.4.1.4). */
export interface ZipFields {
  readonly bytes: number;
  readonly members: number;
}

export const FIELDS: ZipFields = { bytes: 0xffffffff, members: 0xffff };

/** 1980-01-01, the first day that the format has: an archive of the same members is the same bytes. */
const DATE = 0x00210000;
const UTF8 = 0x800;
/** 2.0, and 4.5 for what has ZIP64 (APPNOTE 4.4.3.2). */
const VERSION = 20;
const VERSION_64 = 45;
const LOCAL_BYTES = 30;
const CENTRAL_BYTES = 46;
const END_BYTES = 22;
/** The ZIP64 end record and its locator (4.3.14, 4.3.15). */
const END_64_BYTES = 56 + 20;

type Sized = Pick<StoredMember, 'name' | 'bytes'>;

export const bytesBefore = ({ name, bytes }: Sized, fields = FIELDS): number => LOCAL_BYTES + name.length + extraBytes(bytes < fields.bytes ? 0 : 2);

/** The size of an archive of members that stand one behind the other from the start, ZIP64 only where a number needs it. */
export function bytesOfArchive(members: readonly Sized[], fields = FIELDS): number {
  let [offset, directory] = [0, 0];
  for (const member of members) {
    directory += CENTRAL_BYTES + member.name.length + extraBytes(wideOf(member, offset, fields).length);
    offset += bytesBefore(member, fields) + member.bytes;
  }
  return offset + directory + END_BYTES + (isWide(members.length, directory, offset, fields) ? END_64_BYTES : 0);
}

/** APPNOTE 4.3.7. Where one size does not fit, both are in the extra field (4.5.3). */
export function localHeader(member: StoredMember, fields = FIELDS): Uint8Array {
  const wide = member.bytes < fields.bytes ? [] : [member.bytes, member.bytes];
  return extra(shared(new ByteWriter().u32(0x04034b50), member, wide, fields).u16(extraBytes(wide.length)).raw(member.name), wide).done();
}

/** The central directory of members that stand one behind the other from the start, and the end records (APPNOTE 4.3.12, 4.3.14 to 4.3.16). */
export function directoryOf(members: readonly StoredMember[], fields = FIELDS): Uint8Array {
  const writer = new ByteWriter();
  let offset = 0;
  for (const member of members) {
    central(writer, member, offset, fields);
    offset += bytesBefore(member, fields) + member.bytes;
  }
  const size = writer.length;
  if (isWide(members.length, size, offset, fields)) end64(writer, members.length, size, offset);
  const count = Math.min(members.length, isWide(members.length, 0, 0, fields) ? 0xffff : members.length);
  return writer.u32(0x06054b50).u32(0).u16(count).u16(count).u32(narrow(size, fields)).u32(narrow(offset, fields)).u16(0).done();
}

function central(writer: ByteWriter, member: StoredMember, offset: number, fields: ZipFields): void {
  const wide = wideOf(member, offset, fields);
  shared(writer.u32(0x02014b50).u16((3 << 8) | (wide.length > 0 ? VERSION_64 : VERSION)), member, wide, fields)
    .u16(extraBytes(wide.length))
    .u16(0)
    .u16(0)
    .u16(0)
    .u32(0o600 << 16)
    .u32(narrow(offset, fields))
    .raw(member.name);
  extra(writer, wide);
}

/** What the local header and the directory record have in common: version to name length. */
function shared(writer: ByteWriter, { name, bytes, crc32 }: StoredMember, wide: readonly number[], fields: ZipFields): ByteWriter {
  const flags = name.some((byte) => byte >= 0x80) ? UTF8 : 0;
  const size = narrow(bytes, fields);
  return writer
    .u16(wide.length > 0 ? VERSION_64 : VERSION)
    .u16(flags)
    .u16(0)
    .u32(DATE)
    .u32(crc32)
    .u32(size)
    .u32(size)
    .u16(name.length);
}

/** The numbers of a directory record that do not fit, in the order of 4.5.3: size, packed size, offset. */
const wideOf = ({ bytes }: Sized, offset: number, fields: ZipFields): number[] => [bytes, bytes, offset].filter((value) => value >= fields.bytes);

const extraBytes = (count: number): number => (count === 0 ? 0 : 4 + 8 * count);

/** The extra field 0x0001. */
function extra(writer: ByteWriter, wide: readonly number[]): ByteWriter {
  if (wide.length > 0) writer.u16(1).u16(8 * wide.length);
  for (const value of wide) writer.u64(value);
  return writer;
}

const narrow = (value: number, fields: ZipFields): number => (value < fields.bytes ? value : 0xffffffff);

const isWide = (members: number, size: number, offset: number, fields: ZipFields): boolean =>
  members >= fields.members || size >= fields.bytes || offset >= fields.bytes;

function end64(writer: ByteWriter, members: number, size: number, offset: number): void {
  writer
    .u32(0x06064b50)
    .u64(44)
    .u16((3 << 8) | VERSION_64)
    .u16(VERSION_64)
    .u32(0)
    .u32(0)
    .u64(members)
    .u64(members)
    .u64(size)
    .u64(offset);
  writer
    .u32(0x07064b50)
    .u32(0)
    .u64(offset + size)
    .u32(1);
}
