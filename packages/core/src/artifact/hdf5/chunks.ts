import { HorngateError } from '../../words/error.ts';
import type { Cursor } from '../cursor.ts';
import { broken, expectSignature, type Hdf5Context, OutsideError } from './context.ts';
import { unfilter } from './filters.ts';
import type { Hdf5Filter } from './hdf5.ts';

/** h5py cuts chunks of at most a megabyte; one past this would be memory that the file does not pay for. */
const MAX_CHUNK_BYTES = 256 * 1024 * 1024;

export interface ChunkedLayout {
  readonly address: number | undefined;
  /** Elements along each axis. */
  readonly chunk: readonly number[];
  readonly elementSize: number;
}

export interface StoredChunk {
  readonly address: number;
  readonly size: number;
  readonly mask: number;
  /** Of its first element, along each axis. */
  readonly origin: readonly number[];
  readonly inElement: number;
}

/**
 * The stored chunks of a dataset: version 1 B-tree of type 1 (III.A.1), in strictly increasing order, each inside the dataset and inside the file.
 *
 * @throws HG_ARTIFACT_HDF5 where one is not.
 */
export function readChunks(context: Hdf5Context, layout: ChunkedLayout, shape: readonly number[]): readonly StoredChunk[] {
  const chunks: StoredChunk[] = [];
  if (layout.address === undefined) return chunks;
  const stack: TreePlace[] = [{ address: layout.address, level: undefined, left: undefined, right: undefined }];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { level, children } = readNode(context, next, shape.length);
    if (level > 0) stack.push(...children.map((child) => ({ ...child, level: level - 1 })).reverse());
    else
      for (const { chunk, left, right } of children) {
        if (before(fullOrigin(chunk), left) || !before(fullOrigin(chunk), right))
          throw broken('have its chunks between the keys of their B-tree', 'one is not', chunk.address);
        checkChunk(context, chunk, chunks.at(-1), layout, shape);
        chunks.push(chunk);
      }
  }
  return chunks;
}

type Origin = readonly number[];
type Key = Omit<StoredChunk, 'address'>;

const fullOrigin = ({ origin, inElement }: Key): Origin => [...origin, inElement];

/** A node of the tree, and the origins between which libhdf5 would look for it: from `left`, before `right`. */
interface TreePlace {
  readonly address: number;
  readonly level: number | undefined;
  readonly left: Origin | undefined;
  readonly right: Origin | undefined;
}

interface Child {
  readonly address: number;
  readonly chunk: StoredChunk;
  readonly left: Origin;
  readonly right: Origin;
}

const NODE_HEAD_BYTES = 24;

function readNode(context: Hdf5Context, place: TreePlace, rank: number): { level: number; children: Child[] } {
  const { address } = place;
  const head = context.structure(address, NODE_HEAD_BYTES, 'B-tree node');
  expectSignature(head, 'TREE');
  const [type, level, used] = [head.u8(), head.u8(), head.u16()];
  if (type !== 1) throw broken('have a B-tree of chunks here', `found type ${type}`, address);
  if (place.level !== undefined && level !== place.level) throw broken(`have a B-tree node of level ${place.level}`, `found ${level}`, address);
  if (used === 0) return { level, children: [] };
  const keyBytes = 8 + 8 * (rank + 1);
  const body = context.structure(address + NODE_HEAD_BYTES, used * (keyBytes + 8) + keyBytes, 'B-tree node');
  let key = readKey(body, rank);
  const children = Array.from({ length: used }, () => {
    context.charge(1, body.offset);
    const child = body.u64();
    const next = readKey(body, rank);
    const [from, to] = [fullOrigin(key), fullOrigin(next)];
    const left = place.left !== undefined && before(from, place.left) ? place.left : from;
    const right = place.right !== undefined && before(place.right, to) ? place.right : to;
    const one = { address: child, chunk: { ...key, address: child }, left, right };
    key = next;
    return one;
  });
  return { level, children };
}

/** A key counts one dimension more than the dataset: the byte in the element, 0 for a chunk. In the last key of a tree it may be all that is larger. */
function readKey(body: Cursor, rank: number): Key {
  const [size, mask] = [body.u32(), body.u32()];
  const origin = Array.from({ length: rank }, () => body.u64());
  return { size, mask, origin, inElement: body.u64() };
}

function checkChunk(context: Hdf5Context, chunk: StoredChunk, previous: StoredChunk | undefined, layout: ChunkedLayout, shape: readonly number[]): void {
  const { address, size, origin, inElement } = chunk;
  if (!context.contains(address, size)) throw new OutsideError(address, size);
  if (inElement !== 0 || !origin.every((at, axis) => at < (shape[axis] as number) && at % (layout.chunk[axis] as number) === 0))
    throw broken('have its chunks side by side in the dataset', `found one at ${origin.join(', ')}`, address);
  if (previous !== undefined && !before(previous.origin, origin)) throw broken('have its chunks in order', 'they are not', address);
}

function before(a: readonly number[], b: readonly number[]): boolean {
  const axis = a.findIndex((at, n) => at !== b[n]);
  return axis >= 0 && (a[axis] as number) < (b[axis] as number);
}

/** @throws HG_LIMIT_BYTES for chunks that are larger than any writer makes. */
export function chunkBytesOf({ chunk, elementSize, address }: ChunkedLayout): number {
  const bytes = chunk.reduce((product, dim) => product * dim, elementSize);
  if (bytes <= MAX_CHUNK_BYTES) return bytes;
  throw new HorngateError('HG_LIMIT_BYTES', `Cannot read a dataset as its chunks must have at most ${MAX_CHUNK_BYTES} bytes: they have ${bytes}`, {
    where: { offset: address ?? 0 },
  });
}

/** Puts the chunks into `out`, which holds the whole dataset in C order, already filled where no chunk is. */
export function fillFromChunks(
  context: Hdf5Context,
  layout: ChunkedLayout,
  shape: readonly number[],
  chunks: readonly StoredChunk[],
  filters: readonly Hdf5Filter[],
  out: Uint8Array,
): void {
  const chunkBytes = chunkBytesOf(layout);
  for (const { address, size, mask, origin } of chunks) {
    const bytes = unfilter(context.source.read(address, size), filters, mask, chunkBytes, layout.elementSize, context.inflate, address);
    copyChunk(bytes, layout, shape, origin, out);
  }
}

/** Row by row of the last axis; what hangs over the edge of the dataset is left out. */
function copyChunk(bytes: Uint8Array, { chunk, elementSize }: ChunkedLayout, shape: readonly number[], origin: readonly number[], out: Uint8Array): void {
  const last = shape.length - 1;
  const inside = shape.map((dim, axis) => Math.min(chunk[axis] as number, dim - (origin[axis] as number)));
  const rowBytes = (inside[last] as number) * elementSize;
  const index = new Array<number>(shape.length).fill(0);
  for (;;) {
    let from = 0;
    let to = 0;
    for (let axis = 0; axis <= last; axis++) {
      from = from * (chunk[axis] as number) + (index[axis] as number);
      to = to * (shape[axis] as number) + (origin[axis] as number) + (index[axis] as number);
    }
    out.set(bytes.subarray(from * elementSize, from * elementSize + rowBytes), to * elementSize);
    let axis = last - 1;
    for (; axis >= 0; axis--) {
      index[axis] = (index[axis] as number) + 1;
      if ((index[axis] as number) < (inside[axis] as number)) break;
      index[axis] = 0;
    }
    if (axis < 0) return;
  }
}
