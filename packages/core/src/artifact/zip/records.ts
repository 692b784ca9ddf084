import { HorngateError } from '../../words/error.ts';
import { ByteWriter } from '../byte-writer.ts';

/** What an archive says of a stored member. */
export interface StoredMember {
  readonly name: Uint8Array;
  readonly bytes: number;
  readonly crc32: number;
}

/** 1980-01-01, the first day that the format has: an archive of the same members is the same bytes. */
const DATE = 0x00210000;
const UTF8 = 0x800;
const VERSION = 20;
const MAX_BYTES = 0xfffffffe;
const MAX_MEMBERS = 0xfffe;
const LOCAL_BYTES = 30;
const END_BYTES = 22;

export const bytesBefore = ({ name }: Pick<StoredMember, 'name'>): number => LOCAL_BYTES + name.length;

/** @throws HG_LIMIT_OUTPUT past what fits without ZIP64: 4 GiB or 65,534 members. */
export function bytesOfArchive(members: readonly Pick<StoredMember, 'name' | 'bytes'>[]): number {
  const size = members.reduce((sum, { name, bytes }) => sum + 76 + 2 * name.length + bytes, END_BYTES);
  if (size <= MAX_BYTES && members.length <= MAX_MEMBERS) return size;
  throw new HorngateError('HG_LIMIT_OUTPUT', `Cannot write an archive of ${size} bytes as it must stay below 4 GiB`);
}

/** APPNOTE 4.3.7. */
export const localHeader = (member: StoredMember): Uint8Array => shared(new ByteWriter().u32(0x04034b50), member).u16(0).raw(member.name).done();

/** The central directory of members that stand one behind the other from the start, and the end record (APPNOTE 4.3.12, 4.3.16). */
export function directoryOf(members: readonly StoredMember[]): Uint8Array {
  const writer = new ByteWriter();
  let offset = 0;
  for (const member of members) {
    shared(writer.u32(0x02014b50).u16((3 << 8) | VERSION), member)
      .u16(0)
      .u16(0)
      .u16(0)
      .u16(0)
      .u32(0o600 << 16)
      .u32(offset)
      .raw(member.name);
    offset += bytesBefore(member) + member.bytes;
  }
  const size = writer.length;
  return writer.u32(0x06054b50).u32(0).u16(members.length).u16(members.length).u32(size).u32(offset).u16(0).done();
}

/** What the local header and the directory record have in common: version to name length. */
function shared(writer: ByteWriter, { name, bytes, crc32 }: StoredMember): ByteWriter {
  const flags = name.some((byte) => byte >= 0x80) ? UTF8 : 0;
  return writer.u16(VERSION).u16(flags).u16(0).u32(DATE).u32(crc32).u32(bytes).u32(bytes).u16(name.length);
}
