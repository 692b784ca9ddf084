import type { Call } from '../../define-layer.ts';

/** Refuses a quantized table in a layer of halves: its answer has the type of its scale then, not that of the layer. */
export function expectSingle(call: Call, compute: string = call.types.compute): void {
  if (compute !== 'float32') throw call.refuse('HG_UNSUPPORTED_DTYPE', `Cannot compile "${call.name}" quantized with the type "${compute}"`);
}
