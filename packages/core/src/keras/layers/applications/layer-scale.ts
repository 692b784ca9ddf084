import { defineLayer } from '../../define-layer.ts';
import { INT32 } from '../window.ts';

/** `LayerScale` of ConvNeXt: each channel times a number that was learned (keras/src/applications/convnext.py). */
export const layerScale = defineLayer({
  keras: 'LayerScale',
  arguments: ['x'],
  floats: true,
  config: (f) => {
    f.ignore('init_values');
    return { width: f.int('projection_dim', { min: 1, max: INT32 }) };
  },
  weights: ({ width }) => ({ gamma: [width] }),
  lower: (g, [x], _, call) => g.node('Mul', [x, g.constant(call.weight('gamma'))]),
});
