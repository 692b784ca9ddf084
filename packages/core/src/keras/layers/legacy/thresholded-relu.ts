import { defineLayer } from '../../define-layer.ts';

/** `ThresholdedReLU` of Keras 2: x where x > theta, else 0 * x (tf_keras/src/layers/activation/thresholded_relu.py). Keras 3 has it as `ReLU(threshold)`. */
export const thresholdedRelu = defineLayer({
  keras: 'ThresholdedReLU',
  mask: 'pass',
  config: (f) => ({ theta: f.number('theta', { min: 0, absent: 1 }) }),
  lower: (g, [x], { theta }) => g.node('Mul', [x, g.cast(g.node('Greater', [x, g.scalar(theta, x.dtype)]), x.dtype)]),
});
