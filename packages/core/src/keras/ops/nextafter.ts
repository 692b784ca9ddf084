import { isFloat } from '../../tensor/dtype.ts';
import { pairwise } from './base-elementwise.ts';
import { argumentOf } from './operands.ts';

/**
 * `keras.ops.nextafter`: Keras looks for the next float64 and rounds it to float32, so that x1 comes back, or NaN, where either is NaN.
 */
export const nextafter = pairwise('Nextafter', { real: true }, (g, [a, b], call) => {
  const given = argumentOf(g, call, 'x1');
  const rounded = given.kind === 'value' && !isFloat(given.value.dtype);
  if (a.dtype === 'float64' || rounded) throw call.refuse('HG_UNSUPPORTED_DTYPE', 'Cannot compile "Nextafter" unless its operands are float32');
  return g.node('Where', [g.node('IsNaN', [b]), b, g.node('Where', [g.node('Equal', [a, b]), b, a])]);
});
