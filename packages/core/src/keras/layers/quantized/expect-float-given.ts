import { isFloat } from '../../../tensor/dtype.ts';
import type { Call } from '../../define-layer.ts';
import { valuesIn } from '../../operand.ts';

/** Refuses whole numbers where inputs are quantized: Keras gives their scale the type of the inputs, and so cuts it. */
export function expectFloatGiven(call: Call): void {
  const [given] = valuesIn(call.argument('inputs'));
  if (given !== undefined && !isFloat(given.dtype))
    throw call.refuse('HG_UNSUPPORTED_DTYPE', `Cannot quantize the inputs of "${call.name}" unless they are floats: found "${given.dtype}"`);
}
