import { HorngateError } from '../../words/error.ts';
import type { ByteSource } from '../../words/ports.ts';
import { Cursor } from '../cursor.ts';
import { slice } from '../source.ts';
import { addressOf, broken, checked, unread } from './context.ts';
import type { Hdf5Anomaly } from './hdf5.ts';

const SIGNATURE = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];
const SUPERBLOCK_BYTES = 96;

export interface Superblock {
  /** The file from its superblock on, to its end of file address: addresses count from here. */
  readonly source: ByteSource;
  readonly rootAddress: number;
  /** Of the superblock itself, from its signature on. */
  readonly bytes: number;
  /** An object header with more about the file (II.A.3), which may have none. */
  readonly extension: number | undefined;
  readonly anomalies: readonly Hdf5Anomaly[];
}

/** Where the superblock stands: at 0, or at 512 and its doubles behind a user block (II.A); undefined where there is none. */
export function findSuperblock(source: ByteSource): number | undefined {
  for (let at = 0; at + SIGNATURE.length <= source.size; at = at === 0 ? 512 : at * 2) {
    const bytes = source.read(at, SIGNATURE.length);
    if (SIGNATURE.every((byte, n) => bytes[n] === byte)) return at;
  }
  return undefined;
}

/**
 * Superblock of any version with 8-byte addresses and lengths (II.A): 0 and 1 as h5py writes it by default, 2 and 3 with a checksum.
 *
 * @throws HG_ARTIFACT_HDF5 without one; HG_ARTIFACT_TRUNCATED when the file is shorter than it says.
 */
export function readSuperblock(source: ByteSource): Superblock {
  const base = findSuperblock(source);
  if (base === undefined) throw broken('start with its signature', 'there is none', 0);
  const anomalies: Hdf5Anomaly[] = [];
  if (base > 0) anomalies.push({ kind: 'hdf5/user-block', offset: 0, path: '/', message: `${base} bytes stand before the superblock` });
  const cursor = new Cursor(source.read(base, Math.min(SUPERBLOCK_BYTES + 4, source.size - base)), { base });
  cursor.skip(8);
  const version = cursor.u8();
  if (version > 3) throw broken('have a superblock of version 0 to 3', `found ${version}`, base + 8);
  const { end, rootAddress, extension } = version < 2 ? readOlder(cursor, version, base) : readNewer(cursor, version, base);
  return { source: bounded(source, base, end, anomalies), rootAddress, bytes: version < 2 ? SUPERBLOCK_BYTES : NEWER_BYTES, extension, anomalies };
}

interface Fields {
  readonly end: number | undefined;
  readonly rootAddress: number;
  readonly extension: number | undefined;
}

function readOlder(cursor: Cursor, version: number, base: number): Fields {
  const [freeSpace, rootTable, , shared] = [cursor.u8(), cursor.u8(), cursor.u8(), cursor.u8()];
  if (freeSpace !== 0 || rootTable !== 0 || shared !== 0) throw broken('have parts of version 0', 'found others', base + 9);
  expectSizes(cursor);
  cursor.skip(version === 0 ? 9 : 13);
  expectBase(cursor, base);
  cursor.skip(8);
  const end = addressOf(cursor);
  if (addressOf(cursor) !== undefined) throw unread('driver information block', cursor.offset - 8);
  cursor.skip(8);
  return { end, rootAddress: rootOf(cursor), extension: undefined };
}

const NEWER_BYTES = 48;
/** Bits 0 and 2 of a version 3 superblock: a writer has the file open, or died with it open. */
const OPEN_FLAGS = 5;

function readNewer(cursor: Cursor, version: number, base: number): Fields {
  expectSizes(cursor);
  const flags = cursor.u8();
  if (version === 3 && flags & OPEN_FLAGS) throw broken('be closed by whoever wrote it', `found the flags ${flags}`, base + 11);
  const body = checked(cursor.fresh().sub(NEWER_BYTES), 'superblock');
  body.skip(12);
  expectBase(body, base);
  const [extension, end] = [addressOf(body), addressOf(body)];
  return { end, rootAddress: rootOf(body), extension };
}

function expectSizes(cursor: Cursor): void {
  const { offset } = cursor;
  if (cursor.u8() !== 8 || cursor.u8() !== 8) throw unread('address of other than 8 bytes', offset);
}

function expectBase(cursor: Cursor, base: number): void {
  const { offset } = cursor;
  const declared = addressOf(cursor);
  if (declared !== base) throw broken(`have the base address ${base}`, `found ${declared}`, offset);
}

function rootOf(cursor: Cursor): number {
  const { offset } = cursor;
  const address = addressOf(cursor);
  if (address === undefined) throw broken('have a root group', 'it has none', offset);
  return address;
}

/** The end of file address counts from the start of the file, user block and all, as libhdf5 writes it. */
function bounded(source: ByteSource, base: number, end: number | undefined, anomalies: Hdf5Anomaly[]): ByteSource {
  if (end === undefined || end < base) throw broken('name its end', `found ${end}`, base + 40);
  if (end > source.size)
    throw new HorngateError(
      'HG_ARTIFACT_TRUNCATED',
      `Cannot read HDF5 as the file must have the ${end} bytes that its superblock names: it has ${source.size}`,
      {
        where: { offset: source.size },
      },
    );
  if (end < source.size)
    anomalies.push({ kind: 'hdf5/trailing-data', offset: end, path: '/', message: `${source.size - end} bytes follow the end that the superblock names` });
  return slice(source, base, end - base);
}
