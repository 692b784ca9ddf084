import { defineOperation } from '../define-operation.ts';
import type { Fields } from '../fields.ts';
import { expectFloat } from '../layers/expect.ts';
import { INT32 } from '../layers/window.ts';
import { knownOr, realFourier } from './fourier.ts';
import { tensorOf } from './operands.ts';

/** `fft_length`: null is what the argument says itself. */
export const lengthField = (f: Fields): number | null => ((f.raw('fft_length') ?? null) === null ? null : f.int('fft_length', { min: 1, max: INT32 }));

/** `keras.ops.rfft`: real and imaginary part of the first half of a transform of real numbers. */
export const rfft = defineOperation({
  keras: 'RFFT',
  arguments: ['x'],
  config: lengthField,
  lower: (g, length, call) => {
    const x = tensorOf(g, call);
    expectFloat(x, call);
    return realFourier(g, x, knownOr(x, length), call);
  },
});
