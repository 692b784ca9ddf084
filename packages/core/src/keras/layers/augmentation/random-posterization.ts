import { augmentation } from './augmentation.ts';

/** `keras.layers.RandomPosterization` (keras/src/layers/preprocessing/image_preprocessing/random_posterization.py). */
export const randomPosterization = augmentation('RandomPosterization', ['factor', 'value_range']);
