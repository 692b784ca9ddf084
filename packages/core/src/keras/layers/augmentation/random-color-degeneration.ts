import { augmentation } from './augmentation.ts';

/** `keras.layers.RandomColorDegeneration` (keras/src/layers/preprocessing/image_preprocessing/random_color_degeneration.py). */
export const randomColorDegeneration = augmentation('RandomColorDegeneration', ['factor', 'value_range']);
