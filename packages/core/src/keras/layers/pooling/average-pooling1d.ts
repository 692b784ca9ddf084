import { pooling } from './base-pooling.ts';

/** `keras.layers.AveragePooling1D` (keras/src/layers/pooling/average_pooling1d.py). */
export const averagePooling1d = pooling('AveragePooling1D', 1, 'AveragePool');
