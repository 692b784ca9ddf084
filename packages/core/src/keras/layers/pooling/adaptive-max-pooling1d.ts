import { adaptivePooling } from './base-adaptive-pooling.ts';

/** `keras.layers.AdaptiveMaxPooling1D` (keras/src/layers/pooling/adaptive_max_pooling1d.py). */
export const adaptiveMaxPooling1d = adaptivePooling('AdaptiveMaxPooling1D', 1, 'MaxPool');
