import { globalPooling } from './base-global-pooling.ts';

/** `keras.layers.GlobalAveragePooling3D` (keras/src/layers/pooling/global_average_pooling3d.py). */
export const globalAveragePooling3d = globalPooling('GlobalAveragePooling3D', 3, 'ReduceMean');
