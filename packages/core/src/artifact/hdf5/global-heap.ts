import { decodeUtf8 } from '../../text/utf8.ts';
import type { Cursor } from '../cursor.ts';
import { addressOf, broken, expectSignature, type Hdf5Context } from './context.ts';

/** Strings of variable length live in global heap collections (III.E). Each is decoded once, however often it is referred to. */
export class GlobalHeap {
  readonly #context: Hdf5Context;
  readonly #collections = new Map<number, ReadonlyMap<number, Uint8Array>>();
  readonly #texts = new Map<Uint8Array, string>();

  constructor(context: Hdf5Context) {
    this.#context = context;
  }

  /** The string behind a reference of 16 bytes: length, collection, index (IV.A.2.d, class 9). A length of zero refers to nothing. */
  string(reference: Cursor): string {
    const { offset } = reference;
    const [length, collection, index] = [reference.u32(), addressOf(reference), reference.u32()];
    if (length === 0) return '';
    if (collection === undefined) throw broken('refer to a global heap', 'the address is undefined', offset);
    const object = this.#collection(collection).get(index);
    if (object === undefined) throw broken(`have the object ${index} in a global heap`, 'there is none', collection);
    // A part of an object is none: libhdf5 1.14 refuses it too
    if (object.length !== length) throw broken(`have a heap object of ${length} bytes`, `it has ${object.length}`, collection);
    return this.#whole(object, collection);
  }

  #whole(object: Uint8Array, offset: number): string {
    const known = this.#texts.get(object);
    if (known !== undefined) return known;
    const text = decoded(object, offset);
    this.#texts.set(object, text);
    return text;
  }

  #collection(address: number): ReadonlyMap<number, Uint8Array> {
    const known = this.#collections.get(address);
    if (known !== undefined) return known;
    const objects = readCollection(this.#context, address);
    this.#collections.set(address, objects);
    return objects;
  }
}

/** A string of variable length ends at its first NUL, as the C string that it is. */
function decoded(bytes: Uint8Array, offset: number): string {
  const end = bytes.indexOf(0);
  const text = decodeUtf8(end < 0 ? bytes : bytes.subarray(0, end));
  if (text === undefined) throw broken('have strings in UTF-8', 'one is not', offset);
  return text;
}

function readCollection(context: Hdf5Context, address: number): ReadonlyMap<number, Uint8Array> {
  const head = context.structure(address, 16, 'global heap');
  expectSignature(head, 'GCOL');
  if (head.u8() !== 1) throw broken('have global heaps of version 1', 'found another', address + 4);
  head.skip(3);
  const size = head.u64();
  if (size < 16) throw broken('have global heaps of at least 16 bytes', `found ${size}`, address);
  const body = context.structure(address + 16, size - 16, 'global heap');
  const objects = new Map<number, Uint8Array>();
  while (body.remaining >= 16) {
    context.charge(1, body.offset);
    const index = body.u16();
    body.skip(6);
    const length = body.u64();
    if (index === 0) break; // free space is last
    if (objects.has(index)) throw broken('have each index once in a global heap', `${index} is there twice`, body.offset);
    objects.set(index, body.bytes(length));
    body.skip(Math.min(body.remaining, (8 - (length % 8)) % 8));
  }
  return objects;
}
