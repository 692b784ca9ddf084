import type { Value } from '../../../graph/values.ts';
import type { Call } from '../../define-layer.ts';

/**
 * Refuses what Keras does not take for images, and dictionaries of images with labels, boxes and masks: those belong into a pipeline of data
 * (keras/src/layers/preprocessing/image_preprocessing/base_image_preprocessing_layer.py).
 */
export function expectImages(x: Value, ranks: readonly number[], call: Call): void {
  if (call.argument('data')?.kind === 'map')
    throw call.refuse('HG_UNSUPPORTED_FIELD', `Cannot compile "${call.name}" unless it is called on images: found a dictionary`);
  if (!ranks.includes(x.dims.length))
    throw call.refuse('HG_ARTIFACT_SHAPE', `Cannot call "${call.name}" unless its input has rank ${ranks.join(' or ')}: found rank ${x.dims.length}`);
}
