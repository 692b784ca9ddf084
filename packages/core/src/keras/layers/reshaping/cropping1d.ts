import { cropping } from './base-cropping.ts';

/** `keras.layers.Cropping1D` (keras/src/layers/reshaping/cropping1d.py). */
export const cropping1d = cropping('Cropping1D', 1);
