import { augmentation } from './augmentation.ts';

/** `keras.layers.Equalization` (keras/src/layers/preprocessing/image_preprocessing/equalization.py). Keras 3.15 cannot call it in a model but inside of a Pipeline, as it names its input as its own answer. */
export const equalization = augmentation('Equalization', ['bins', 'value_range']);
