import { pooling } from './base-pooling.ts';

/** `keras.layers.AveragePooling2D` (keras/src/layers/pooling/average_pooling2d.py). */
export const averagePooling2d = pooling('AveragePooling2D', 2, 'AveragePool');
