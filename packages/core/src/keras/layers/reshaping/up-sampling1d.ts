import { upSampling } from './base-up-sampling.ts';

/** `keras.layers.UpSampling1D` (keras/src/layers/reshaping/up_sampling1d.py). */
export const upSampling1d = upSampling('UpSampling1D', 1);
