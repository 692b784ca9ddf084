import { augmentation } from './augmentation.ts';

/** `keras.layers.MixUp` (keras/src/layers/preprocessing/image_preprocessing/mix_up.py). */
export const mixUp = augmentation('MixUp', ['alpha']);
