import { augmentation } from './augmentation.ts';

/** `keras.layers.RandomZoom` (keras/src/layers/preprocessing/image_preprocessing/random_zoom.py). */
export const randomZoom = augmentation('RandomZoom', ['fill_mode', 'fill_value', 'height_factor', 'interpolation', 'width_factor']);
