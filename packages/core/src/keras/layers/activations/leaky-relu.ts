import { defineLayer } from '../../define-layer.ts';

/**
 * `keras.layers.LeakyReLU`: x where x >= 0, slope * x below. Shape and dtype are kept (keras/src/layers/activations/leaky_relu.py).
 *
 * Keras 3 writes `negative_slope`; Keras 2 wrote `alpha`, and Keras 3 lets `alpha` win when a file holds both.
 * Both default to 0.3, ONNX LeakyRelu to 0.01, so the attribute is always written.
 */
export const leakyRelu = defineLayer({
  keras: 'LeakyReLU',
  mask: 'pass',
  config: (f) => {
    if (f.has('alpha')) f.ignore('negative_slope');
    return { slope: f.has('alpha') ? f.number('alpha', { min: 0 }) : f.number('negative_slope', { min: 0, absent: 0.3 }) };
  },
  lower: (g, [x], { slope }) => g.node('LeakyRelu', [x], { alpha: slope }),
});
