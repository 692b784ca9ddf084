import { adaptivePooling } from './base-adaptive-pooling.ts';

/** `keras.layers.AdaptiveAveragePooling1D` (keras/src/layers/pooling/adaptive_average_pooling1d.py). */
export const adaptiveAveragePooling1d = adaptivePooling('AdaptiveAveragePooling1D', 1, 'AveragePool');
