import { augmentation } from './augmentation.ts';

/** `keras.layers.Solarization` (keras/src/layers/preprocessing/image_preprocessing/solarization.py). */
export const solarization = augmentation('Solarization', ['addition_factor', 'threshold_factor', 'value_range']);
