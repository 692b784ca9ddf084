import { defineOperation } from '../define-operation.ts';
import { complexOf, fourier2 } from './fourier.ts';

/** `keras.ops.fft2`: the same over the last two axes, of a real and an imaginary part. */
export const fft2 = defineOperation({ keras: 'FFT2', arguments: ['x'], lower: (g, _, call) => fourier2(g, complexOf(g, call), call) });
