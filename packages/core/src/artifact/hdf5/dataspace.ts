import type { Cursor } from '../cursor.ts';
import { broken } from './context.ts';
import type { Hdf5Shape } from './hdf5.ts';

/** H5S_MAX_RANK. */
const MAX_RANK = 32;
const UNLIMITED = 0xffffffffffffffffn;

export interface Dataspace {
  readonly shape: Hdf5Shape;
  /** Sizes that the dataset may grow to; undefined without end. The indexes of chunks are laid out for these. */
  readonly max: readonly (number | undefined)[];
}

/** A dataspace message of version 1 or 2 (IV.A.2.b). */
export function readDataspace(cursor: Cursor): Dataspace {
  const { offset } = cursor;
  const version = cursor.u8();
  if (version !== 1 && version !== 2) throw broken('have a dataspace of version 1 or 2', `found ${version}`, offset);
  const [rank, flags] = [cursor.u8(), cursor.u8()];
  if (rank > MAX_RANK) throw broken(`have at most ${MAX_RANK} dimensions`, `found ${rank}`, offset);
  const type = cursor.u8();
  if (version === 1) cursor.skip(4);
  if (version === 2 && type > 2) throw broken('have a scalar, simple or null dataspace', `found ${type}`, offset);
  if (version === 2 && type !== 1 && rank > 0) throw broken('have dimensions in a simple dataspace only', `found ${rank}`, offset);
  if (version === 2 && type === 2) return { shape: undefined, max: [] };
  const shape = Array.from({ length: rank }, () => cursor.u64());
  const max = flags & 1 ? shape.map(() => growth(cursor)) : shape;
  if (shape.some((dim, axis) => dim > (max[axis] ?? dim))) throw broken('have sizes up to the maximum', `found ${shape.join(' x ')}`, offset);
  return { shape, max };
}

function growth(cursor: Cursor): number | undefined {
  const { offset } = cursor;
  const size = cursor.bigU64();
  if (size === UNLIMITED) return undefined;
  if (size > BigInt(Number.MAX_SAFE_INTEGER)) throw broken('have sizes below 2^53', `found ${size}`, offset);
  return Number(size);
}
