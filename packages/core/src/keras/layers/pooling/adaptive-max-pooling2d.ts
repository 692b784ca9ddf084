import { adaptivePooling } from './base-adaptive-pooling.ts';

/** `keras.layers.AdaptiveMaxPooling2D` (keras/src/layers/pooling/adaptive_max_pooling2d.py). */
export const adaptiveMaxPooling2d = adaptivePooling('AdaptiveMaxPooling2D', 2, 'MaxPool');
