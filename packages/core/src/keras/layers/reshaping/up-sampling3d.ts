import { upSampling } from './base-up-sampling.ts';

/** `keras.layers.UpSampling3D` (keras/src/layers/reshaping/up_sampling3d.py). */
export const upSampling3d = upSampling('UpSampling3D', 3);
