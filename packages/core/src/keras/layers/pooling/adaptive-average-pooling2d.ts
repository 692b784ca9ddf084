import { adaptivePooling } from './base-adaptive-pooling.ts';

/** `keras.layers.AdaptiveAveragePooling2D` (keras/src/layers/pooling/adaptive_average_pooling2d.py). */
export const adaptiveAveragePooling2d = adaptivePooling('AdaptiveAveragePooling2D', 2, 'AveragePool');
