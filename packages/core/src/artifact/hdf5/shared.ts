import type { Cursor } from '../cursor.ts';
import { addressOf, broken, definedAddress, type Hdf5Context, unread } from './context.ts';
import { readDatatype } from './datatype.ts';
import type { Hdf5Type } from './hdf5.ts';
import { MESSAGE, type Message, messageOf, readObjectHeader } from './object-header.ts';

/** The datatype of a message: its own, or the committed one that it refers to. */
export const typeOf = (context: Hdf5Context, message: Message): Hdf5Type =>
  message.shared ? readSharedType(context, message.body()) : readDatatype(message.body());

/**
 * A reference to a committed datatype, in the place of a datatype (IV.A.2, "shared message").
 *
 * @throws HG_UNSUPPORTED_HDF5 for one into the heap of shared messages, which no h5py makes; HG_ARTIFACT_HDF5 when it leads to no datatype.
 */
export function readSharedType(context: Hdf5Context, cursor: Cursor): Hdf5Type {
  const { offset } = cursor;
  const [version, kind] = [cursor.u8(), cursor.u8()];
  if (version < 1 || version > 3) throw broken('have shared messages of version 1 to 3', `found ${version}`, offset);
  if (version === 3 && kind === 1) throw unread('heap of shared messages', offset);
  if (version === 3 && kind !== 2) throw broken('have shared messages of a kind that there is', `found ${kind}`, offset);
  cursor.skip(version === 1 ? 6 : 0);
  const address = definedAddress(cursor, 'committed datatype');
  const type = messageOf(readObjectHeader(context, address), MESSAGE.datatype);
  if (type === undefined) throw broken('have a datatype where a shared one is named', 'there is none', address);
  return readDatatype(type.body());
}

/** IV.A.2.c and IV.A.2.v begin alike: version, flags, a greatest creation index where it is tracked; then a heap and its indexes. */
export interface DenseStorage {
  readonly heap: number;
  readonly names: number;
  /** Index by creation order, where there is one. */
  readonly order: number | undefined;
}

/** @param orderBytes - of the greatest creation index. @returns undefined where nothing is stored densely. */
export function readDense(cursor: Cursor, orderBytes: number): DenseStorage | undefined {
  const { offset } = cursor;
  const [version, flags] = [cursor.u8(), cursor.u8()];
  if (version !== 0 || flags > 3) throw broken('have link and attribute infos of version 0', `found ${version}`, offset);
  if (flags & 1) cursor.skip(orderBytes);
  const [heap, names, order] = [addressOf(cursor), addressOf(cursor), flags & 2 ? addressOf(cursor) : undefined];
  if (heap === undefined) return undefined;
  if (names === undefined) throw broken('have an index of names beside a heap', 'there is none', offset);
  return { heap, names, order };
}
