import { decodeUtf8 } from '../../text/utf8.ts';
import type { Cursor } from '../cursor.ts';
import { addressOf, broken, unread } from './context.ts';
import { readDataspace } from './dataspace.ts';
import { readDatatype } from './datatype.ts';
import type { GlobalHeap } from './global-heap.ts';
import type { Hdf5Shape, Hdf5Type } from './hdf5.ts';
import { MESSAGE, type Message } from './object-header.ts';
import { elementsOf, readNumbers, readStrings } from './values.ts';

/** An attribute (IV.A.2.m): small, inside the object header; strings of variable length in a global heap. */
export interface Hdf5Attribute {
  readonly name: string;
  readonly type: Hdf5Type;
  /** [] for one value, undefined for none at all (h5py `Empty`). */
  readonly shape: Hdf5Shape;
  readonly offset: number;
  /** In C order; undefined where the type is another. */
  strings(): readonly string[] | undefined;
  numbers(): readonly (number | bigint)[] | undefined;
}

/**
 * Attributes in the order of the header.
 *
 * @throws HG_UNSUPPORTED_HDF5 for attributes in a fractal heap, and for shared types; HG_ARTIFACT_HDF5 for one that contradicts itself.
 */
export function readAttributes(messages: readonly Message[], heap: GlobalHeap): ReadonlyMap<string, Hdf5Attribute> {
  const attributes = new Map<string, Hdf5Attribute>();
  for (const message of messages) {
    if (message.type === MESSAGE.attributeInfo) refuseDense(message.body());
    if (message.type !== MESSAGE.attribute) continue;
    if (message.shared) throw unread('shared message', message.offset);
    const attribute = readAttribute(message.body(), heap);
    if (attributes.has(attribute.name))
      throw broken('have each attribute once', `${JSON.stringify(attribute.name.slice(0, 100))} is there twice`, message.offset);
    attributes.set(attribute.name, attribute);
  }
  return attributes;
}

function readAttribute(body: Cursor, heap: GlobalHeap): Hdf5Attribute {
  const { offset } = body;
  const [version, flags] = [body.u8(), body.u8()];
  if (version < 1 || version > 3) throw broken('have attributes of version 1 to 3', `found ${version}`, offset);
  if (version > 1 && flags !== 0) throw unread('attribute of a shared type', offset);
  const [nameBytes, typeBytes, spaceBytes] = [body.u16(), body.u16(), body.u16()];
  if (version === 3) body.skip(1);
  const padded = (length: number): number => (version === 1 ? (length + 7) & ~7 : length);
  const name = attributeName(body.sub(padded(nameBytes)).bytes(nameBytes), offset);
  const type = readDatatype(body.sub(padded(typeBytes)));
  const shape = readDataspace(body.sub(padded(spaceBytes)));
  const length = elementsOf(shape) * type.size;
  const value = body.sub(length);
  const bytes = value.fresh().bytes(length);
  return { name, type, shape, offset, strings: () => readStrings(type, bytes, value.offset, heap), numbers: () => readNumbers(type, bytes) };
}

function attributeName(bytes: Uint8Array, offset: number): string {
  const end = bytes.indexOf(0);
  const name = end < 0 ? undefined : decodeUtf8(bytes.subarray(0, end));
  if (name === undefined) throw broken('have attribute names in UTF-8 that end with a NUL', 'one does not', offset);
  return name;
}

/** IV.A.2.v. */
function refuseDense(body: Cursor): void {
  const { offset } = body;
  body.skip(1);
  if (body.u8() & 1) body.skip(2);
  if (addressOf(body) !== undefined) throw unread('object with its attributes in a fractal heap', offset);
}
