import type { Cursor } from '../cursor.ts';
import { treeRecords } from './b-tree-v2.ts';
import { broken, type Hdf5Context } from './context.ts';
import { FractalHeap } from './fractal-heap.ts';
import { lookup3 } from './lookup3.ts';
import type { DenseStorage } from './shared.ts';

/** What a record of an index by name holds, beside the ID of an object in the heap. */
interface Named {
  readonly id: string;
  readonly hash: number;
  readonly body: Cursor;
}

/** How the records of the two kinds of objects look (III.A.2, types 5, 6, 8, 9). */
export interface DenseKind {
  readonly names: number;
  readonly order: number;
  readonly recordBytes: (idBytes: number) => { readonly names: number; readonly order: number };
  /** Reads one record of the index by name, or by creation order. */
  readonly readName: (record: Cursor, idBytes: number) => { readonly id: Cursor; readonly hash: number };
  readonly readOrder: (record: Cursor, idBytes: number) => { readonly id: Cursor; readonly order: number };
}

/**
 * The objects of a heap, by the index of their names: each ID once.
 *
 * libhdf5 looks a name up by its hash but lists by either index; so hashes must rise, and an index by creation order must have the same objects. Whether each
 * hash is that of its name is for the caller, who reads the name.
 */
export function* denseObjects(context: Hdf5Context, storage: DenseStorage, kind: DenseKind): Generator<Named> {
  const heap = new FractalHeap(context, storage.heap);
  const { idBytes } = heap;
  const bytes = kind.recordBytes(idBytes);
  const ids = new Set<string>();
  let last = -1;
  for (const record of treeRecords(context, storage.names, kind.names, bytes.names)) {
    const { offset } = record;
    const { id, hash } = kind.readName(record, idBytes);
    if (hash < last) throw broken('have the hashes of its names in order', 'they are not', offset);
    last = hash;
    const key = keyOf(id);
    if (ids.has(key)) throw broken('have each object once in an index', 'one is there twice', offset);
    ids.add(key);
    yield { id: key, hash, body: heap.object(id) };
  }
  if (storage.order !== undefined) checkOrder(context, storage.order, kind, ids, idBytes);
}

function checkOrder(context: Hdf5Context, address: number, kind: DenseKind, ids: Set<string>, idBytes: number): void {
  let last = -1;
  for (const record of treeRecords(context, address, kind.order, kind.recordBytes(idBytes).order)) {
    const { offset } = record;
    const { id, order } = kind.readOrder(record, idBytes);
    if (order <= last) throw broken('have its creation order rise', 'it does not', offset);
    last = order;
    if (!ids.delete(keyOf(id))) throw broken('have the same objects in both of its indexes', 'they differ', offset);
  }
  if (ids.size > 0) throw broken('have the same objects in both of its indexes', 'they differ', address);
}

const keyOf = (id: Cursor): string => String.fromCharCode(...id.fresh().bytes(id.remaining));

/** @throws HG_ARTIFACT_HDF5 where a name's hash is another than its index says, so that listing and looking up would differ. */
export function checkHash(hash: number, name: Uint8Array, offset: number): void {
  if (lookup3(name) !== hash) throw broken('have the hash of each name', 'one has another', offset);
}
