import { augmentation } from './augmentation.ts';

/** `keras.layers.RandomGrayscale` (keras/src/layers/preprocessing/image_preprocessing/random_grayscale.py). */
export const randomGrayscale = augmentation('RandomGrayscale', ['factor']);
