import { HorngateError } from '../../words/error.ts';
import type { Limits } from '../../words/limits.ts';
import type { ByteSource, Inflate } from '../../words/ports.ts';
import { Cursor } from '../cursor.ts';

export type Hdf5Limits = Pick<Limits, 'maxStructures' | 'maxDepth' | 'maxRatio' | 'maxTensorBytes'>;

/** A structure larger than this is none that a writer makes; heaps of thousands of names have hundreds of kilobytes. */
const MAX_STRUCTURE_BYTES = 64 * 1024 * 1024;
/** Each begun piece of this size counts as a structure, so that a structure read again and again is paid for by its size. */
const PIECE = 4096;
const UNDEFINED_ADDRESS = 0xffffffffffffffffn;

/** What all readers of one file share: its bytes, its end, and what is left of the budget of structures. */
export class Hdf5Context {
  readonly source: ByteSource;
  readonly limits: Hdf5Limits;
  readonly inflate: Inflate;
  #structuresLeft: number;

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

/** Four letters that start a structure. */
export function expectSignature(cursor: Cursor, signature: string): void {
  const { offset } = cursor;
  const found = String.fromCharCode(...cursor.bytes(4));
  if (found !== signature) throw broken(`have "${signature}" here`, `found ${JSON.stringify(found)}`, offset);
}
