import { pooling } from './base-pooling.ts';

/** `keras.layers.AveragePooling3D` (keras/src/layers/pooling/average_pooling3d.py). */
export const averagePooling3d = pooling('AveragePooling3D', 3, 'AveragePool');
