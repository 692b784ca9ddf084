import { globalPooling } from './base-global-pooling.ts';

/** `keras.layers.GlobalMaxPooling1D` (keras/src/layers/pooling/global_max_pooling1d.py). It does not see the mask. */
export const globalMaxPooling1d = globalPooling('GlobalMaxPooling1D', 1, 'ReduceMax');
