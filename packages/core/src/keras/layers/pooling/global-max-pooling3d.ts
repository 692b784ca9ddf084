import { globalPooling } from './base-global-pooling.ts';

/** `keras.layers.GlobalMaxPooling3D` (keras/src/layers/pooling/global_max_pooling3d.py). It does not see the mask. */
export const globalMaxPooling3d = globalPooling('GlobalMaxPooling3D', 3, 'ReduceMax');
