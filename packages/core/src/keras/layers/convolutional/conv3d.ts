import { conv } from './base-conv.ts';

/** `keras.layers.Conv3D` (keras/src/layers/convolutional/conv3d.py). */
export const conv3d = conv('Conv3D', 3);
