import { augmentation } from './augmentation.ts';

/** `keras.layers.CutMix` (keras/src/layers/preprocessing/image_preprocessing/cut_mix.py). */
export const cutMix = augmentation('CutMix', ['factor']);
