import { globalPooling } from './base-global-pooling.ts';

/** `keras.layers.GlobalMaxPooling2D` (keras/src/layers/pooling/global_max_pooling2d.py). It does not see the mask. */
export const globalMaxPooling2d = globalPooling('GlobalMaxPooling2D', 2, 'ReduceMax');
