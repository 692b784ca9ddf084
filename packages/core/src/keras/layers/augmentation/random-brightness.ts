import { augmentation } from './augmentation.ts';

/** `keras.layers.RandomBrightness` (keras/src/layers/preprocessing/image_preprocessing/random_brightness.py). */
export const randomBrightness = augmentation('RandomBrightness', ['factor', 'value_range']);
