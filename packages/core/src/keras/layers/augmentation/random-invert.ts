import { augmentation } from './augmentation.ts';

/** `keras.layers.RandomInvert` (keras/src/layers/preprocessing/image_preprocessing/random_invert.py). */
export const randomInvert = augmentation('RandomInvert', ['factor', 'value_range']);
