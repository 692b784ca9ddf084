import { defineLayer } from '../../define-layer.ts';

/** `keras.layers.ELU`: x above 0, alpha * (exp(x) - 1) below (keras/src/layers/activations/elu.py). */
export const elu = defineLayer({
  keras: 'ELU',
  mask: 'pass',
  config: (f) => ({ alpha: f.number('alpha', { absent: 1 }) }),
  lower: (g, [x], { alpha }) => g.node('Elu', [x], { alpha }),
});
