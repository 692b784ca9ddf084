import { augmentation } from './augmentation.ts';

/** `keras.layers.RandAugment` (keras/src/layers/preprocessing/image_preprocessing/rand_augment.py). */
export const randAugment = augmentation('RandAugment', ['factor', 'interpolation', 'num_ops', 'value_range']);
