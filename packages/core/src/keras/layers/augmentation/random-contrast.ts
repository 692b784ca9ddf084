import { augmentation } from './augmentation.ts';

/** `keras.layers.RandomContrast` (keras/src/layers/preprocessing/image_preprocessing/random_contrast.py). */
export const randomContrast = augmentation('RandomContrast', ['factor', 'value_range']);
