import { BYTES, isFloat } from '../../tensor/dtype.ts';
import { pairwise } from './base-elementwise.ts';
import { argumentOf } from './operands.ts';

/**
 * `keras.ops.nextafter`: Keras looks for the next float64 and rounds it to float32, so that x1 comes back, or NaN, where either is NaN.
 */
export const nextafter = pairwise('Nextafter', { real: true }, (g, [a, b], call) => {
  const given = argumentOf(g, call, 'x1');
  // A whole number of more bits than float32 has could be rounded another way from the next float64.
  const wide = given.kind === 'value' && !isFloat(given.value.dtype) && BYTES[given.value.dtype] > 2;
  if (a.dtype === 'float64' || wide) throw call.refuse('HG_UNSUPPORTED_DTYPE', 'Cannot compile "Nextafter" unless its operands are float32');
  return g.node('Where', [g.node('IsNaN', [b]), b, g.node('Where', [g.node('Equal', [a, b]), b, a])]);
});
