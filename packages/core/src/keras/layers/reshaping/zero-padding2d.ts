import { zeroPadding } from './base-zero-padding.ts';

/** `keras.layers.ZeroPadding2D` (keras/src/layers/reshaping/zero_padding2d.py). */
export const zeroPadding2d = zeroPadding('ZeroPadding2D', 2);
