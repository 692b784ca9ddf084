import { type AnyLayer, defineLayer } from '../../define-layer.ts';
import { expectImages } from './image.ts';

/** Fields that every image layer may carry and that say nothing about inference. */
const SHARED = ['data_format', 'bounding_box_format'];

/**
 * An image layer that acts in training only: at inference it gives the images back as floats, whatever they were, and no mask
 * (`transform_images` of each with `training` false, and `DataLayer.__call__`, which converts what it is given).
 *
 * Several of these default to `training=True` when they are called alone, and a node may say so; `predict` says false, and Keras 3 follows that.
 * `fields` shape what training does.
 */
export const augmentation = (keras: string, fields: readonly string[] = []): AnyLayer =>
  defineLayer({
    keras,
    arguments: ['data'],
    floats: true,
    config: (f) => f.ignore(...SHARED, ...fields),
    lower: (_, [x], __, call) => {
      expectImages(x, [3, 4], call);
      return x;
    },
  });
