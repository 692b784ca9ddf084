import { augmentation } from './augmentation.ts';

/** `keras.layers.MaxNumBoundingBoxes` (keras/src/layers/preprocessing/image_preprocessing/max_num_bounding_box.py). Images are not what it pads; a config of its own does not keep `fill_value`. */
export const maxNumBoundingBoxes = augmentation('MaxNumBoundingBoxes', ['fill_value', 'max_number']);
