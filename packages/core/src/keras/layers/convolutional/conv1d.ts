import { conv } from './base-conv.ts';

/** `keras.layers.Conv1D` (keras/src/layers/convolutional/conv1d.py): the one with padding `causal`, which looks back in time only. */
export const conv1d = conv('Conv1D', 1);
