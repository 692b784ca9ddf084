import { separableConv } from './base-separable-conv.ts';

/** `keras.layers.SeparableConv1D` (keras/src/layers/convolutional/separable_conv1d.py). */
export const separableConv1d = separableConv('SeparableConv1D', 1);
