import { depthwiseConv } from './base-depthwise-conv.ts';

/** `keras.layers.DepthwiseConv2D` (keras/src/layers/convolutional/depthwise_conv2d.py). */
export const depthwiseConv2d = depthwiseConv('DepthwiseConv2D', 2);
