import { augmentation } from './augmentation.ts';

/** `keras.layers.RandomHue` (keras/src/layers/preprocessing/image_preprocessing/random_hue.py). */
export const randomHue = augmentation('RandomHue', ['factor', 'value_range']);
