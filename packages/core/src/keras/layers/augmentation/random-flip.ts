import { augmentation } from './augmentation.ts';

/** `keras.layers.RandomFlip` (keras/src/layers/preprocessing/image_preprocessing/random_flip.py). */
export const randomFlip = augmentation('RandomFlip', ['mode']);
