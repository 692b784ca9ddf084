import { conv } from './base-conv.ts';

/** `keras.layers.Conv2D` (keras/src/layers/convolutional/conv2d.py). */
export const conv2d = conv('Conv2D', 2);
