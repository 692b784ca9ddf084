import { cropping } from './base-cropping.ts';

/** `keras.layers.Cropping2D` (keras/src/layers/reshaping/cropping2d.py). */
export const cropping2d = cropping('Cropping2D', 2);
