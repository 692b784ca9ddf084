import { HorngateError } from '../../words/error.ts';
import type { Limits } from '../../words/limits.ts';
import type { ByteSource, Inflate } from '../../words/ports.ts';
import { Cursor } from '../cursor.ts';
import { lookup3 } from './lookup3.ts';

export type Hdf5Limits = Pick<Limits, 'maxStructures' | 'maxDepth' | 'maxRatio' | 'maxTensorBytes'>;

/** A structure larger than this is none that a writer makes; heaps of thousands of names have hundreds of kilobytes. */
const MAX_STRUCTURE_BYTES = 64 * 1024 * 1024;
/** Each begun piece of this size counts as a structure, so that a structure read again and again is paid for by its size. */
const PIECE = 4096;
/** Blocks of heaps that are kept while a file is open: 100,000 links have 5 MB. */
const MAX_KEPT_BYTES = 128 * 1024 * 1024;
const UNDEFINED_ADDRESS = 0xffffffffffffffffn;

/** What all readers of one file share: its bytes, its end, and what is left of the budget of structures. */
export class Hdf5Context {
  readonly source: ByteSource;
  readonly limits: Hdf5Limits;
  readonly inflate: Inflate;
  #structuresLeft: number;
  #keptLeft = MAX_KEPT_BYTES;

  constructor(source: ByteSource, limits: Hdf5Limits, inflate: Inflate) {
    this.source = source;
    this.limits = limits;
    this.inflate = inflate;
    this.#structuresLeft = limits.maxStructures;
  }

  /** A structure's bytes; outside of the file it is the file that contradicts itself, since an address came from it. */
  structure(address: number, length: number, what: string): Cursor {
    this.charge(1 + Math.floor(length / PIECE), address);
    if (!this.contains(address, length)) throw broken(`hold the ${what} that an address names`, `${length} bytes at ${address} do not fit in it`, address);
    if (length > MAX_STRUCTURE_BYTES)
      throw new HorngateError('HG_LIMIT_BYTES', `Cannot read the ${what} as it must have at most ${MAX_STRUCTURE_BYTES} bytes: it has ${length}`, {
        where: { offset: address },
      });
    return new Cursor(this.source.read(address, length), { code: 'HG_ARTIFACT_HDF5', base: address });
  }

  /** A structure of version 2 files, which ends with its own checksum (III.A.2). @returns its bytes without the checksum. */
  checked(address: number, length: number, what: string): Cursor {
    return checked(this.structure(address, length, what), what);
  }

  /** Counts bytes that stay in memory as long as the file. @throws HG_LIMIT_BYTES past 128 MiB of all together. */
  keep(bytes: number, offset: number): void {
    this.#keptLeft -= bytes;
    if (this.#keptLeft >= 0) return;
    throw new HorngateError('HG_LIMIT_BYTES', `Cannot read the file as its heaps must have at most ${MAX_KEPT_BYTES} bytes: they have more`, {
      where: { offset },
    });
  }

  contains(address: number, length: number): boolean {
    return address >= 0 && length >= 0 && length <= this.source.size - address;
  }

  charge(structures: number, offset: number): void {
    this.#structuresLeft -= structures;
    if (this.#structuresLeft >= 0) return;
    throw new HorngateError('HG_LIMIT_ENTRIES', `Cannot read the file as it must need at most ${this.limits.maxStructures} structures: it needs more`, {
      where: { offset },
    });
  }
}

export function broken(wanted: string, found: string, offset: number): HorngateError {
  return new HorngateError('HG_ARTIFACT_HDF5', `Cannot read HDF5 as it must ${wanted}: ${found}`, { where: { offset } });
}

/** Raw data that an address puts outside of the file. */
export class OutsideError extends HorngateError {
  constructor(address: number, size: number) {
    super('HG_ARTIFACT_HDF5', `Cannot read HDF5 as it must hold the raw data of its datasets: ${size} bytes at ${address} do not fit in it`, {
      where: { offset: address },
    });
  }
}

export function unread(what: string, offset: number): HorngateError {
  return new HorngateError('HG_UNSUPPORTED_HDF5', `Cannot read HDF5 as it must have no ${what} yet: here is one`, { where: { offset } });
}

/** An address, or undefined for the one that is all ones (specification 3.0, I.C "undefined address"). */
export function addressOf(cursor: Cursor): number | undefined {
  const { offset } = cursor;
  const value = cursor.bigU64();
  if (value === UNDEFINED_ADDRESS) return undefined;
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw broken('have addresses below 2^53', `found ${value}`, offset);
  return Number(value);
}

/** All bytes of a structure but the last four, which are the checksum of the others. */
export function checked(structure: Cursor, what: string): Cursor {
  const { offset } = structure;
  const length = structure.remaining - 4;
  const rest = structure.fresh(structure.consumed);
  const body = rest.sub(length);
  const found = lookup3(body.fresh().bytes(length));
  const stored = rest.u32();
  if (found !== stored) throw broken(`have the checksum of each ${what}`, 'one has another', offset);
  return body;
}

/** An unsigned number of 1 to 8 bytes, lowest first; above 2^53 it is no size and no offset. */
export function numberOf(cursor: Cursor, bytes: number): number {
  const { offset } = cursor;
  let value = 0;
  for (let n = 0, unit = 1; n < bytes; n++, unit *= 256) value += cursor.u8() * unit;
  if (value > Number.MAX_SAFE_INTEGER) throw broken('have numbers below 2^53', 'found a larger one', offset);
  return value;
}

/** An address that must lead somewhere. */
export function definedAddress(cursor: Cursor, what: string): number {
  const { offset } = cursor;
  const address = addressOf(cursor);
  if (address === undefined) throw broken(`have the address of the ${what}`, 'it is undefined', offset);
  return address;
}

/** Bytes that libhdf5 takes to write numbers up to `limit`. */
export const bytesFor = (limit: number): number => Math.floor(log2(limit) / 8) + 1;

/** Of a number from 1 to 2^53, rounded down; 0 of 0, as libhdf5 has it. */
export function log2(value: number): number {
  let bits = 0;
  for (let rest = value; rest >= 2; rest = Math.floor(rest / 2)) bits++;
  return bits;
}

/** Four letters that start a structure. */
export function expectSignature(cursor: Cursor, signature: string): void {
  const { offset } = cursor;
  const found = String.fromCharCode(...cursor.bytes(4));
  if (found !== signature) throw broken(`have "${signature}" here`, `found ${JSON.stringify(found)}`, offset);
}
