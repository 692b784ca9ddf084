import { augmentation } from './augmentation.ts';

/** `keras.layers.RandomRotation` (keras/src/layers/preprocessing/image_preprocessing/random_rotation.py). */
export const randomRotation = augmentation('RandomRotation', ['factor', 'fill_mode', 'fill_value', 'interpolation']);
