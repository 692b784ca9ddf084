import { zeroPadding } from './base-zero-padding.ts';

/** `keras.layers.ZeroPadding1D` (keras/src/layers/reshaping/zero_padding1d.py). */
export const zeroPadding1d = zeroPadding('ZeroPadding1D', 1);
