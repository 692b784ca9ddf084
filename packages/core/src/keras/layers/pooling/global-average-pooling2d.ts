import { globalPooling } from './base-global-pooling.ts';

/** `keras.layers.GlobalAveragePooling2D` (keras/src/layers/pooling/global_average_pooling2d.py). */
export const globalAveragePooling2d = globalPooling('GlobalAveragePooling2D', 2, 'ReduceMean');
