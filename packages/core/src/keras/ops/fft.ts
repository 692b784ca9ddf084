import { defineOperation } from '../define-operation.ts';
import { complexOf, fourier } from './fourier.ts';

/** `keras.ops.fft`: the discrete Fourier transform over the last axis, of a real and an imaginary part. */
export const fft = defineOperation({ keras: 'FFT', arguments: ['x'], lower: (g, _, call) => fourier(g, complexOf(g, call), call) });
