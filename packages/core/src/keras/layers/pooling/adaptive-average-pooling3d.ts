import { adaptivePooling } from './base-adaptive-pooling.ts';

/** `keras.layers.AdaptiveAveragePooling3D` (keras/src/layers/pooling/adaptive_average_pooling3d.py). */
export const adaptiveAveragePooling3d = adaptivePooling('AdaptiveAveragePooling3D', 3, 'AveragePool');
