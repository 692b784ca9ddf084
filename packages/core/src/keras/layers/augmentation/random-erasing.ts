import { augmentation } from './augmentation.ts';

/** `keras.layers.RandomErasing` (keras/src/layers/preprocessing/image_preprocessing/random_erasing.py). */
export const randomErasing = augmentation('RandomErasing', ['factor', 'fill_value', 'scale', 'value_range']);
