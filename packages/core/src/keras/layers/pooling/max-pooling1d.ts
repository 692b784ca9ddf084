import { pooling } from './base-pooling.ts';

/** `keras.layers.MaxPooling1D` (keras/src/layers/pooling/max_pooling1d.py). */
export const maxPooling1d = pooling('MaxPooling1D', 1, 'MaxPool');
