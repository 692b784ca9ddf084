import { decodeUtf8 } from '../../text/utf8.ts';
import type { Cursor } from '../cursor.ts';
import { broken, type Hdf5Context, unread } from './context.ts';
import { readDataspace } from './dataspace.ts';
import { readDatatype } from './datatype.ts';
import { checkHash, type DenseKind, denseObjects } from './dense.ts';
import type { GlobalHeap } from './global-heap.ts';
import type { Hdf5Shape, Hdf5Type } from './hdf5.ts';
import { MESSAGE, type Message, messageOf } from './object-header.ts';
import { readDense, readSharedType } from './shared.ts';
import { elementsOf, readNumbers, readStrings } from './values.ts';

/** An attribute (IV.A.2.m): inside the object header or a fractal heap; strings of variable length in a global heap. */
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
 * Attributes in the order of the header, or of the index of a heap that holds them when they are many or large (IV.A.2.v).
 *
 * @throws HG_ARTIFACT_HDF5 for one that contradicts itself; HG_UNSUPPORTED_HDF5 for the heap of shared messages.
 */
export function readAttributes(context: Hdf5Context, messages: readonly Message[], heap: GlobalHeap): ReadonlyMap<string, Hdf5Attribute> {
  const attributes = new Map<string, Hdf5Attribute>();
  for (const { attribute } of allAttributes(context, messages, heap)) {
    if (attributes.has(attribute.name))
      throw broken('have each attribute once', `${JSON.stringify(attribute.name.slice(0, 100))} is there twice`, attribute.offset);
    attributes.set(attribute.name, attribute);
  }
  return attributes;
}

function* allAttributes(context: Hdf5Context, messages: readonly Message[], heap: GlobalHeap): Generator<Decoded> {
  for (const message of messages) {
    if (message.type !== MESSAGE.attribute) continue;
    if (message.shared) throw unread('shared message', message.offset);
    yield readAttribute(context, message.body(), heap);
  }
  const info = messageOf(messages, MESSAGE.attributeInfo);
  const dense = info === undefined ? undefined : readDense(info.body(), 2);
  if (dense === undefined) return;
  for (const { hash, body } of denseObjects(context, dense, ATTRIBUTES)) {
    const decoded = readAttribute(context, body, heap);
    checkHash(hash, decoded.name, decoded.attribute.offset);
    yield decoded;
  }
}

/** Types 8 and 9 (III.A.2): ID, flags of the message, creation order, and in the index by name its hash. */
const ATTRIBUTES: DenseKind = {
  names: 8,
  order: 9,
  recordBytes: (idBytes) => ({ names: idBytes + 9, order: idBytes + 5 }),
  readName: (record, idBytes) => {
    const { id } = flagged(record, idBytes);
    record.skip(4);
    return { id, hash: record.u32() };
  },
  readOrder: (record, idBytes) => ({ ...flagged(record, idBytes), order: record.u32() }),
};

function flagged(record: Cursor, idBytes: number): { readonly id: Cursor } {
  const id = record.sub(idBytes);
  const { offset } = record;
  if (record.u8() & 2) throw unread('shared message', offset);
  return { id };
}

interface Decoded {
  readonly attribute: Hdf5Attribute;
  readonly name: Uint8Array;
}

const SHARED_TYPE = 1;

function readAttribute(context: Hdf5Context, body: Cursor, heap: GlobalHeap): Decoded {
  const { offset } = body;
  const [version, flags] = [body.u8(), body.u8()];
  if (version < 1 || version > 3) throw broken('have attributes of version 1 to 3', `found ${version}`, offset);
  if (version > 1 && flags > SHARED_TYPE) throw unread('attribute of a shared dataspace', offset);
  const [nameBytes, typeBytes, spaceBytes] = [body.u16(), body.u16(), body.u16()];
  if (version === 3) body.skip(1);
  const padded = (length: number): number => (version === 1 ? (length + 7) & ~7 : length);
  const nameField = body.sub(padded(nameBytes)).bytes(nameBytes);
  const name = attributeName(nameField, offset);
  const typeField = body.sub(padded(typeBytes));
  const type = version > 1 && flags === SHARED_TYPE ? readSharedType(context, typeField) : readDatatype(typeField);
  const shape = readDataspace(body.sub(padded(spaceBytes))).shape;
  const length = elementsOf(shape) * type.size;
  const value = body.sub(length);
  const bytes = value.fresh().bytes(length);
  const attribute = { name, type, shape, offset, strings: () => readStrings(type, bytes, value.offset, heap), numbers: () => readNumbers(type, bytes) };
  return { attribute, name: nameField.subarray(0, nameField.indexOf(0)) };
}

function attributeName(bytes: Uint8Array, offset: number): string {
  const end = bytes.indexOf(0);
  const name = end < 0 ? undefined : decodeUtf8(bytes.subarray(0, end));
  if (name === undefined) throw broken('have attribute names in UTF-8 that end with a NUL', 'one does not', offset);
  return name;
}
