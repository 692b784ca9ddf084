import { pooling } from './base-pooling.ts';

/** `keras.layers.MaxPooling3D` (keras/src/layers/pooling/max_pooling3d.py). */
export const maxPooling3d = pooling('MaxPooling3D', 3, 'MaxPool');
