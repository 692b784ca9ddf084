import { augmentation } from './augmentation.ts';

/** `keras.layers.RandomSharpness` (keras/src/layers/preprocessing/image_preprocessing/random_sharpness.py). */
export const randomSharpness = augmentation('RandomSharpness', ['factor', 'value_range']);
