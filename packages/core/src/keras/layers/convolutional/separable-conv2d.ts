import { separableConv } from './base-separable-conv.ts';

/** `keras.layers.SeparableConv2D` (keras/src/layers/convolutional/separable_conv2d.py). */
export const separableConv2d = separableConv('SeparableConv2D', 2);
