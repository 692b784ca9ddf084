import type { Cursor } from '../cursor.ts';
import { broken } from './context.ts';
import type { Hdf5Shape } from './hdf5.ts';

/** H5S_MAX_RANK. */
const MAX_RANK = 32;

/** A dataspace message of version 1 or 2 (IV.A.2.b). Maximum sizes are read past: they say what could be, not what is. */
export function readDataspace(cursor: Cursor): Hdf5Shape {
  const { offset } = cursor;
  const version = cursor.u8();
  if (version !== 1 && version !== 2) throw broken('have a dataspace of version 1 or 2', `found ${version}`, offset);
  const [rank, flags] = [cursor.u8(), cursor.u8()];
  if (rank > MAX_RANK) throw broken(`have at most ${MAX_RANK} dimensions`, `found ${rank}`, offset);
  const type = cursor.u8();
  if (version === 1) cursor.skip(4);
  if (version === 2 && type === 2) return undefined;
  if (version === 2 && type > 2) throw broken('have a scalar, simple or null dataspace', `found ${type}`, offset);
  const shape = Array.from({ length: rank }, () => cursor.u64());
  if (flags & 1) cursor.skip(8 * rank);
  return shape;
}
