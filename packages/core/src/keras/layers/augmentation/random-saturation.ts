import { augmentation } from './augmentation.ts';

/** `keras.layers.RandomSaturation` (keras/src/layers/preprocessing/image_preprocessing/random_saturation.py). */
export const randomSaturation = augmentation('RandomSaturation', ['factor', 'value_range']);
