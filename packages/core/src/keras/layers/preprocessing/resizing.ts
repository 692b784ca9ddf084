import { defineLayer } from '../../define-layer.ts';
import { resized, resizingFields } from '../../images/resize.ts';
import { expectRank } from '../expect.ts';
import { INT32 } from '../window.ts';

/**
 * `keras.layers.Resizing` (keras/src/layers/preprocessing/image_preprocessing/resizing.py). In a graph Keras casts all that comes in to the type of the
 * layer first.
 */
export const resizing = defineLayer({
  keras: 'Resizing',
  floats: true,
  config: (f) => ({ height: f.int('height', { min: 1, max: INT32 }), width: f.int('width', { min: 1, max: INT32 }), ...resizingFields(f) }),
  lower: (g, [x], { height, width, ...how }, call) => {
    expectRank(x, 4, call);
    return resized(g, x, [height, width], how, call);
  },
});
