import { cropping } from './base-cropping.ts';

/** `keras.layers.Cropping3D` (keras/src/layers/reshaping/cropping3d.py). */
export const cropping3d = cropping('Cropping3D', 3);
