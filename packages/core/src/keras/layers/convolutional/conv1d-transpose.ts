import { convTranspose } from './base-conv-transpose.ts';

/** `keras.layers.Conv1DTranspose` (keras/src/layers/convolutional/conv1d_transpose.py). */
export const conv1dTranspose = convTranspose('Conv1DTranspose', 1);
