import { upSampling } from './base-up-sampling.ts';

/** `keras.layers.UpSampling2D` (keras/src/layers/reshaping/up_sampling2d.py). */
export const upSampling2d = upSampling('UpSampling2D', 2);
