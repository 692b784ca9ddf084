import { adaptivePooling } from './base-adaptive-pooling.ts';

/** `keras.layers.AdaptiveMaxPooling3D` (keras/src/layers/pooling/adaptive_max_pooling3d.py). */
export const adaptiveMaxPooling3d = adaptivePooling('AdaptiveMaxPooling3D', 3, 'MaxPool');
