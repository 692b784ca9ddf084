import { pooling } from './base-pooling.ts';

/** `keras.layers.MaxPooling2D` (keras/src/layers/pooling/max_pooling2d.py). */
export const maxPooling2d = pooling('MaxPooling2D', 2, 'MaxPool');
