import { HorngateError } from '../../words/error.ts';
import { broken, expectSignature, type Hdf5Context } from './context.ts';
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
}

/**
 * The stored chunks of a dataset: version 1 B-tree of type 1 (III.A.1), in strictly increasing order, each inside the dataset and inside the file.
 *
 * @throws HG_ARTIFACT_HDF5 where one is not.
 */
export function readChunks(context: Hdf5Context, layout: ChunkedLayout, shape: readonly number[]): readonly StoredChunk[] {
  const chunks: StoredChunk[] = [];
  if (layout.address === undefined) return chunks;
  const stack: { address: number; level: number | undefined }[] = [{ address: layout.address, level: undefined }];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const node = readNode(context, next.address, next.level, shape.length);
    if (node.level > 0) for (const child of node.children.reverse()) stack.push({ address: child.address, level: node.level - 1 });
    else
      for (const chunk of node.children) {
        checkChunk(context, chunk, chunks.at(-1), layout, shape);
        chunks.push(chunk);
      }
  }
  return chunks;
}

const NODE_HEAD_BYTES = 24;

function readNode(context: Hdf5Context, address: number, wantedLevel: number | undefined, rank: number): { level: number; children: StoredChunk[] } {
  const head = context.structure(address, NODE_HEAD_BYTES, 'B-tree node');
  expectSignature(head, 'TREE');
  const [type, level, used] = [head.u8(), head.u8(), head.u16()];
  if (type !== 1) throw broken('have a B-tree of chunks here', `found type ${type}`, address);
  if (wantedLevel !== undefined && level !== wantedLevel) throw broken(`have a B-tree node of level ${wantedLevel}`, `found ${level}`, address);
  const entryBytes = 8 + 8 * (rank + 1) + 8;
  const body = context.structure(address + NODE_HEAD_BYTES, used * entryBytes, 'B-tree node');
  const children = Array.from({ length: used }, () => {
    context.charge(1, body.offset);
    const [size, mask] = [body.u32(), body.u32()];
    const origin = Array.from({ length: rank }, () => body.u64());
    body.skip(8);
    return { size, mask, origin, address: body.u64() };
  });
  return { level, children };
}

function checkChunk(context: Hdf5Context, chunk: StoredChunk, previous: StoredChunk | undefined, layout: ChunkedLayout, shape: readonly number[]): void {
  const { address, size, origin } = chunk;
  if (!context.contains(address, size)) throw broken('hold its chunks', `${size} bytes at ${address} do not fit in it`, address);
  if (!origin.every((at, axis) => at < (shape[axis] as number) && at % (layout.chunk[axis] as number) === 0))
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
