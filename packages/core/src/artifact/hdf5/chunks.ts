import { chunksOfIndex } from './chunk-index.ts';
import { type ChunkPlan, chunkBytesOf, type StoredChunk } from './chunk-plan.ts';
import { before, chunksOfTree } from './chunk-tree.ts';
import { broken, type Hdf5Context, OutsideError } from './context.ts';
import { unfilter } from './filters.ts';
import type { Hdf5Filter } from './hdf5.ts';
import type { ChunkedLayout } from './layout.ts';

/**
 * The stored chunks of a dataset, each inside the dataset and inside the file, and none twice.
 *
 * @throws HG_ARTIFACT_HDF5 where one is not.
 */
export function readChunks(context: Hdf5Context, plan: ChunkPlan): readonly StoredChunk[] {
  const { layout } = plan;
  const chunks: StoredChunk[] = [];
  if (layout.address === undefined) return chunks;
  const found =
    layout.index.kind === 'b-tree-v1' ? chunksOfTree(context, layout.address, plan.space.shape.length) : chunksOfIndex(context, plan, layout.address);
  // Arrays have a place for each chunk, which no other chunk can have; only trees can say one twice
  const ordered = layout.index.kind === 'b-tree-v1' || layout.index.kind === 'b-tree-v2';
  for (const chunk of found) {
    checkChunk(context, chunk, ordered ? chunks.at(-1) : undefined, plan);
    chunks.push(chunk);
  }
  return chunks;
}

function checkChunk(context: Hdf5Context, { address, size, origin }: StoredChunk, previous: StoredChunk | undefined, { layout, space }: ChunkPlan): void {
  if (!context.contains(address, size)) throw new OutsideError(address, size);
  if (!origin.every((at, axis) => at < (space.shape[axis] as number) && at % (layout.chunk[axis] as number) === 0))
    throw broken('have its chunks side by side in the dataset', `found one at ${origin.join(', ')}`, address);
  if (previous !== undefined && !before(previous.origin, origin)) throw broken('have its chunks in order', 'they are not', address);
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
