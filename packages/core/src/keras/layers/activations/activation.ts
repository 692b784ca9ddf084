import { defineLayer } from '../../define-layer.ts';

/** `keras.layers.Activation`: an activation by name, as a layer (keras/src/layers/activations/activation.py). */
export const activation = defineLayer({
  keras: 'Activation',
  mask: 'pass',
  config: (f) => f.activation('activation'),
  lower: (g, [x], config) => config.apply(g, x),
});
