import { augmentation } from './augmentation.ts';

/** `keras.layers.RandomPerspective` (keras/src/layers/preprocessing/image_preprocessing/random_perspective.py). */
export const randomPerspective = augmentation('RandomPerspective', ['factor', 'fill_value', 'interpolation', 'scale']);
