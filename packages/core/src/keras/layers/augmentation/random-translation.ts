import { augmentation } from './augmentation.ts';

/** `keras.layers.RandomTranslation` (keras/src/layers/preprocessing/image_preprocessing/random_translation.py). */
export const randomTranslation = augmentation('RandomTranslation', ['fill_mode', 'fill_value', 'height_factor', 'interpolation', 'width_factor']);
