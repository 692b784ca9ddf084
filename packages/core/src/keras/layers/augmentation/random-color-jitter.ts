import { augmentation } from './augmentation.ts';

/** `keras.layers.RandomColorJitter` (keras/src/layers/preprocessing/image_preprocessing/random_color_jitter.py). */
export const randomColorJitter = augmentation('RandomColorJitter', ['brightness_factor', 'contrast_factor', 'hue_factor', 'saturation_factor', 'value_range']);
