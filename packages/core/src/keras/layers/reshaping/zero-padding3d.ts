import { zeroPadding } from './base-zero-padding.ts';

/** `keras.layers.ZeroPadding3D` (keras/src/layers/reshaping/zero_padding3d.py). */
export const zeroPadding3d = zeroPadding('ZeroPadding3D', 3);
