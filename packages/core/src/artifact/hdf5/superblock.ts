import { HorngateError } from '../../words/error.ts';
import type { ByteSource } from '../../words/ports.ts';
import { Cursor } from '../cursor.ts';
import { slice } from '../source.ts';
import { addressOf, broken, unread } from './context.ts';
import type { Hdf5Anomaly } from './hdf5.ts';

const SIGNATURE = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];
const SUPERBLOCK_BYTES = 96;

export interface Superblock {
  /** The file from its superblock on, to its end of file address: addresses count from here. */
  readonly source: ByteSource;
  readonly rootAddress: number;
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
 * Superblock of version 0 or 1 with 8-byte addresses and lengths (II.A), as h5py writes it by default.
 *
 * @throws HG_ARTIFACT_HDF5 without one; HG_UNSUPPORTED_HDF5 for versions 2 and 3; HG_ARTIFACT_TRUNCATED when the file is shorter than it says.
 */
export function readSuperblock(source: ByteSource): Superblock {
  const base = findSuperblock(source);
  if (base === undefined) throw broken('start with its signature', 'there is none', 0);
  const anomalies: Hdf5Anomaly[] = [];
  if (base > 0) anomalies.push({ kind: 'hdf5/user-block', offset: 0, path: '/', message: `${base} bytes stand before the superblock` });
  const cursor = new Cursor(source.read(base, Math.min(SUPERBLOCK_BYTES + 4, source.size - base)), { base });
  cursor.skip(8);
  const version = cursor.u8();
  if (version > 1)
    throw version < 4 ? unread(`superblock of version ${version}`, base + 8) : broken('have a superblock of version 0 to 3', `found ${version}`, base + 8);
  const [freeSpace, rootTable, , shared] = [cursor.u8(), cursor.u8(), cursor.u8(), cursor.u8()];
  if (freeSpace !== 0 || rootTable !== 0 || shared !== 0) throw broken('have parts of version 0', 'found others', base + 9);
  if (cursor.u8() !== 8 || cursor.u8() !== 8) throw unread('address of other than 8 bytes', base + 13);
  cursor.skip(version === 0 ? 9 : 13);
  const declaredBase = addressOf(cursor);
  if (declaredBase !== base) throw broken(`have the base address ${base}`, `found ${declaredBase}`, cursor.offset - 8);
  cursor.skip(8);
  const end = addressOf(cursor);
  if (addressOf(cursor) !== undefined) throw unread('driver information block', cursor.offset - 8);
  cursor.skip(8);
  const rootAddress = addressOf(cursor);
  if (rootAddress === undefined) throw broken('have a root group', 'it has none', cursor.offset - 8);
  return { source: bounded(source, base, end, anomalies), rootAddress, anomalies };
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
