import { depthwiseConv } from './base-depthwise-conv.ts';

/** `keras.layers.DepthwiseConv1D` (keras/src/layers/convolutional/depthwise_conv1d.py). */
export const depthwiseConv1d = depthwiseConv('DepthwiseConv1D', 1);
