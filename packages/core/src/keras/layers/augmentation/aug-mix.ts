import { augmentation } from './augmentation.ts';

/** `keras.layers.AugMix` (keras/src/layers/preprocessing/image_preprocessing/aug_mix.py). */
export const augMix = augmentation('AugMix', ['all_ops', 'alpha', 'chain_depth', 'factor', 'interpolation', 'num_chains', 'value_range']);
