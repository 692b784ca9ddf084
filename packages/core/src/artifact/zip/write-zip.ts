import { encodeUtf8 } from '../../text/utf8.ts';
import { HorngateError } from '../../words/error.ts';
import { crc32 } from './crc32.ts';

export interface ZipMember {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** 1980-01-01, the first day that the format has: an archive of the same members is the same bytes. */
const DATE = 0x00210000;
const UTF8 = 0x800;
const VERSION = 20;
const MAX_BYTES = 0xfffffffe;
const MAX_MEMBERS = 0xfffe;

/**
 * An archive of stored members (APPNOTE 4.3.7, 4.3.12, 4.3.16), without ZIP64.
 *
 * @throws HG_LIMIT_OUTPUT past 4 GiB or 65,534 members.
 */
export function writeZip(members: readonly ZipMember[]): Uint8Array {
  const records = members.map(({ path, bytes }) => ({ name: encodeUtf8(path), bytes, crc32: crc32(bytes) }));
  const size = records.reduce((sum, { name, bytes }) => sum + 76 + 2 * name.length + bytes.length, 22);
  if (size > MAX_BYTES || members.length > MAX_MEMBERS)
    throw new HorngateError('HG_LIMIT_OUTPUT', `Cannot write an archive of ${size} bytes as it must stay below 4 GiB`);
  const writer = new Writer(size);
  const offsets = records.map((record) => {
    const offset = writer.at;
    writer.u32(0x04034b50).shared(record).u16(0).raw(record.name).raw(record.bytes);
    return offset;
  });
  const directory = writer.at;
  for (const [n, record] of records.entries())
    writer
      .u32(0x02014b50)
      .u16((3 << 8) | VERSION)
      .shared(record)
      .u16(0)
      .u16(0)
      .u16(0)
      .u16(0)
      .u32(0o600 << 16)
      .u32(offsets[n] as number)
      .raw(record.name);
  const directorySize = writer.at - directory;
  writer.u32(0x06054b50).u32(0).u16(records.length).u16(records.length).u32(directorySize).u32(directory).u16(0);
  return writer.out;
}

class Writer {
  readonly out: Uint8Array;
  readonly #view: DataView;
  at = 0;

  constructor(size: number) {
    this.out = new Uint8Array(size);
    this.#view = new DataView(this.out.buffer);
  }

  u16(value: number): this {
    this.#view.setUint16(this.at, value, true);
    this.at += 2;
    return this;
  }

  u32(value: number): this {
    this.#view.setUint32(this.at, value, true);
    this.at += 4;
    return this;
  }

  raw(bytes: Uint8Array): this {
    this.out.set(bytes, this.at);
    this.at += bytes.length;
    return this;
  }

  /** What the local header and the directory record have in common: version to name length. */
  shared({ name, bytes, crc32: crc }: { name: Uint8Array; bytes: Uint8Array; crc32: number }): this {
    const flags = name.some((byte) => byte >= 0x80) ? UTF8 : 0;
    return this.u16(VERSION).u16(flags).u16(0).u32(DATE).u32(crc).u32(bytes.length).u32(bytes.length).u16(name.length);
  }
}
