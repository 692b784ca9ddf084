import { convTranspose } from './base-conv-transpose.ts';

/** `keras.layers.Conv2DTranspose` (keras/src/layers/convolutional/conv2d_transpose.py). */
export const conv2dTranspose = convTranspose('Conv2DTranspose', 2);
