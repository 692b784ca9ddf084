import { defineLayer } from '../../define-layer.ts';
import { dimOf } from '../../dims.ts';
import { channelsOf, spatialAxes } from '../channels.ts';
import { INT32 } from '../window.ts';
import { expectImages } from './image.ts';

/**
 * `keras.layers.RandomCrop` of images that have the asked size already (keras/src/layers/preprocessing/image_preprocessing/random_crop.py).
 *
 * Of others Keras 3.15 says that they come out cropped, and gives them back as they are: what stands behind was built for another size. Keras 2 cropped
 * their middle. Both are refused.
 */
export const randomCrop = defineLayer({
  keras: 'RandomCrop',
  arguments: ['data'],
  floats: true,
  config: (f) => {
    f.ignore('bounding_box_format');
    return { size: [f.int('height', { min: 1, max: INT32 }), f.int('width', { min: 1, max: INT32 })], channels: channelsOf(f) };
  },
  lower: (_, [x], { size, channels }, call) => {
    expectImages(x, [4], call);
    const axes = spatialAxes(channels, 2);
    if (axes.some((axis, index) => dimOf(x, axis) !== size[index]))
      throw call.refuse(
        'HG_UNSUPPORTED_FIELD',
        `Cannot compile "${call.name}" unless its images are ${size.join(' x ')} already, as Keras does not crop at inference`,
      );
    return x;
  },
});
