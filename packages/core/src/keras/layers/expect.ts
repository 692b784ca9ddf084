import type { Value } from '../../graph/values.ts';
import { isFloat } from '../../tensor/dtype.ts';
import type { Call } from '../define-layer.ts';

/** Refuses an input of another rank, as Keras' `InputSpec(ndim=…)` does. */
export function expectRank(x: Value, rank: number, call: Call): void {
  if (x.dims.length !== rank)
    throw call.refuse('HG_ARTIFACT_SHAPE', `Cannot call "${call.name}" unless its input has rank ${rank}: found rank ${x.dims.length}`);
}

/** Refuses whole numbers and booleans, where Keras fails on them or answers in another way than ONNX. */
export function expectFloat(x: Value, call: Call): void {
  if (!isFloat(x.dtype)) throw call.refuse('HG_UNSUPPORTED_DTYPE', `Cannot compile "${call.name}" unless its input is a float: found "${x.dtype}"`);
}

/** Refuses types for which ONNX Runtime has no kernel of this layer. */
export function expectOneOf(x: Value, dtypes: readonly Value['dtype'][], call: Call): void {
  if (!dtypes.includes(x.dtype)) throw call.refuse('HG_UNSUPPORTED_DTYPE', `Cannot compile "${call.name}" for an input of type "${x.dtype}"`);
}
