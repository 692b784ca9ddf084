import type { Constant, Graph } from '../graph/values.ts';
import { HorngateError } from '../words/error.ts';
import { INLINE_BYTES } from './onnx.ts';

export interface Place {
  readonly offset: number;
  readonly length: number;
  /** Of a file that leaves the house; a Program's is always `weights.bin`. */
  readonly file?: string;
}

/** Where each constant stands in `weights.bin`, by the id of its value; `bytes` is the size of the file so far. */
export interface WeightLayout {
  readonly places: ReadonlyMap<string, Place>;
  readonly bytes: number;
}

/** ONNX Runtime maps the file into memory: kernels want cache lines, and large tensors pages of their own. */
const LINE = 64;
const PAGE = 4096;
const LARGE = 1 << 20;

export const alignmentOf = (bytes: number): number => (bytes >= LARGE ? PAGE : LINE);

/** Places the constants of a graph one after the other; small ones stay in the graph file. `startOffset` is where an earlier graph ended. */
export function layoutWeights(graph: Graph, startOffset = 0): WeightLayout {
  const places = new Map<string, Place>();
  let end = startOffset;
  for (const { value, bytes } of graph.constants) {
    if (bytes < INLINE_BYTES) continue;
    const offset = roundUp(end, alignmentOf(bytes));
    places.set(value.id, { offset, length: bytes });
    end = offset + bytes;
  }
  return { places, bytes: end };
}

/**
 * Reads every placed constant once, one after the other, and hands it to `write` in the order of the offsets. Gaps between them are the writer's to leave zero.
 *
 * @throws the codes of the weights' source.
 */
export function writeWeights(graph: Graph, { places }: WeightLayout, write: (offset: number, bytes: Uint8Array) => void): void {
  for (const constant of graph.constants) {
    const place = places.get(constant.value.id);
    if (place !== undefined) write(place.offset, readConstant(constant));
  }
}

export function readConstant(constant: Constant): Uint8Array {
  const bytes = constant.read();
  if (bytes.byteLength === constant.bytes) return bytes;
  throw new HorngateError('HG_INTERNAL', `Cannot write "${constant.value.id}" as it must have ${constant.bytes} bytes: it has ${bytes.byteLength}`);
}

export const roundUp = (offset: number, alignment: number): number => Math.ceil(offset / alignment) * alignment;
