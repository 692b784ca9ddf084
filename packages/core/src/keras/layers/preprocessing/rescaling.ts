import { defineLayer } from '../../define-layer.ts';
import { numbersOf } from './numbers.ts';

/**
 * `keras.layers.Rescaling`: x * scale + offset (keras/src/layers/preprocessing/rescaling.py). Whole numbers become floats first.
 *
 * Lists broadcast along the last axes. (A Keras set to channels first as a whole would broadcast along the channels; no file says that it was.)
 */
export const rescaling = defineLayer({
  keras: 'Rescaling',
  mask: 'pass',
  maskSince: 3,
  floats: true,
  config: (f) => ({ scale: numbersOf(f, 'scale'), offset: numbersOf(f, 'offset', 0) }),
  lower: (g, [x], { scale, offset }) => g.node('Add', [g.node('Mul', [x, g.constant(scale)]), g.constant(offset)]),
});
