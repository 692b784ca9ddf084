import { convTranspose } from './base-conv-transpose.ts';

/** `keras.layers.Conv3DTranspose` (keras/src/layers/convolutional/conv3d_transpose.py). */
export const conv3dTranspose = convTranspose('Conv3DTranspose', 3);
