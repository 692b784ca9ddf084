import { treeRecords } from './b-tree-v2.ts';
import { type ArrayElement, type ElementForm, readElement } from './chunk-elements.ts';
import { type ChunkPlan, chunkBytesOf, type StoredChunk } from './chunk-plan.ts';
import { broken, type Hdf5Context, numberOf } from './context.ts';
import { extensibleArray } from './extensible-array.ts';
import { fixedArray } from './fixed-array.ts';

/** The chunks of a version 4 layout, by whatever index it has (VII). */
export function chunksOfIndex(context: Hdf5Context, plan: ChunkPlan, address: number): Iterable<StoredChunk> {
  const { index } = plan.layout;
  if (index.kind === 'single') return single(plan, address);
  if (index.kind === 'implicit') return implicit(context, plan, address);
  if (index.kind === 'b-tree-v2') return chunksOfTree(context, plan, address);
  const form = formOf(plan);
  if (index.kind === 'fixed-array') return placed(fixedArray(context, address, form, countOf(plan)), plan, axesOf(plan));
  return placed(extensibleArray(context, address, form), plan, [
    unlimitedAxis(plan, address),
    ...axesOf(plan).filter((axis) => plan.space.max[axis] !== undefined),
  ]);
}

/** One chunk, which is as large as the dataset can be. */
function single({ layout, space, filtered }: ChunkPlan, address: number): StoredChunk[] {
  const { index } = layout;
  const stored = index.kind === 'single' ? index.filtered : undefined;
  if ((stored !== undefined) !== filtered) throw broken('have the size of a filtered chunk in its layout', 'it contradicts the filters', address);
  if (layout.chunk.some((size, axis) => space.max[axis] === undefined || (space.max[axis] as number) > size))
    throw broken('have one chunk for the whole dataset', `found ${layout.chunk.join(' x ')}`, address);
  if (space.shape.includes(0)) return [];
  return [{ address, size: stored?.size ?? chunkBytesOf(layout), mask: stored?.mask ?? 0, origin: layout.chunk.map(() => 0) }];
}

/** All chunks one behind the other, unfiltered, in C order of the largest shape. */
function* implicit(context: Hdf5Context, plan: ChunkPlan, address: number): Generator<StoredChunk> {
  if (plan.filtered) throw broken('have an index of filtered chunks', 'it has none', address);
  const size = chunkBytesOf(plan.layout);
  const total = countOf(plan);
  context.charge(Math.min(total, Number.MAX_SAFE_INTEGER), address);
  const place = placing(plan, axesOf(plan));
  for (let n = 0; n < total; n++) {
    const origin = place(n);
    if (isInside(origin, plan)) yield { address: address + n * size, size, mask: 0, origin };
  }
}

/** Types 10 and 11 (III.A.2): address, for filtered ones size and mask, then the place of the chunk counted in chunks. */
function* chunksOfTree(context: Hdf5Context, plan: ChunkPlan, address: number): Generator<StoredChunk> {
  const form = formOf(plan);
  const rank = plan.space.shape.length;
  for (const record of treeRecords(context, address, plan.filtered ? 11 : 10, form.bytes + 8 * rank)) {
    const { offset } = record;
    const element = readElement(record, form);
    if (element === undefined) throw broken('have an address for each chunk', 'one is undefined', offset);
    const origin = plan.layout.chunk.map((size) => numberOf(record, 8) * size);
    yield { ...element, origin };
  }
}

function formOf({ layout, filtered }: ChunkPlan): ElementForm {
  const chunkBytes = chunkBytesOf(layout);
  if (!filtered) return { filtered, chunkBytes, sizeBytes: 0, bytes: 8 };
  // One byte more than the size of a chunk needs, since a filter can make it larger
  const sizeBytes = Math.min(8, 1 + Math.floor((Math.floor(Math.log2(chunkBytes)) + 8) / 8));
  return { filtered, chunkBytes, sizeBytes, bytes: 12 + sizeBytes };
}

const axesOf = ({ layout }: ChunkPlan): number[] => layout.chunk.map((_, axis) => axis);

/** Chunks along an axis when the dataset has grown as far as it may; undefined without end. */
function chunksAlong({ layout, space }: ChunkPlan, axis: number): number | undefined {
  const max = space.max[axis];
  return max === undefined ? undefined : Math.ceil(max / (layout.chunk[axis] as number));
}

/** Chunks of the largest shape. @throws HG_ARTIFACT_HDF5 where it has no end. */
function countOf(plan: ChunkPlan): number {
  let count = 1;
  for (const axis of axesOf(plan)) {
    const along = chunksAlong(plan, axis);
    if (along === undefined) throw broken('have a shape with an end for this index of chunks', 'it has none', plan.layout.address ?? 0);
    count *= along;
  }
  return count;
}

function unlimitedAxis({ space }: ChunkPlan, address: number): number {
  const axes = space.max.flatMap((max, axis) => (max === undefined ? [axis] : []));
  const [axis] = axes;
  if (axis === undefined || axes.length > 1) throw broken('have one unlimited axis for an extensible array', `found ${axes.length}`, address);
  return axis;
}

function* placed(elements: Iterable<ArrayElement>, plan: ChunkPlan, axes: readonly number[]): Generator<StoredChunk> {
  const place = placing(plan, axes);
  for (const { index, address, size, mask } of elements) yield { address, size, mask, origin: place(index) };
}

/** From the number of a chunk to its first element. @param axes - the slowest first; its size plays no part, so that it may have no end. */
function placing(plan: ChunkPlan, axes: readonly number[]): (index: number) => readonly number[] {
  const counts = axes.map((axis) => chunksAlong(plan, axis) ?? 1);
  return (index) => {
    const origin = new Array<number>(axes.length).fill(0);
    let rest = index;
    for (let n = axes.length - 1; n >= 0; n--) {
      const count = n === 0 ? Number.POSITIVE_INFINITY : (counts[n] as number);
      const axis = axes[n] as number;
      origin[axis] = (rest % count) * (plan.layout.chunk[axis] as number);
      rest = Math.floor(rest / count);
    }
    return origin;
  };
}

const isInside = (origin: readonly number[], { space }: ChunkPlan): boolean => origin.every((at, axis) => at < (space.shape[axis] as number));
