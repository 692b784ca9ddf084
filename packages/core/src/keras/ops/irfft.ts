import { defineOperation } from '../define-operation.ts';
import { known } from '../dims.ts';
import { complexOf, inverseRealFourier } from './fourier.ts';
import { lengthField } from './rfft.ts';

/** `keras.ops.irfft`: real numbers from the first half of their transform, an even number of them unless the file says otherwise. */
export const irfft = defineOperation({
  keras: 'IRFFT',
  arguments: ['x'],
  config: lengthField,
  lower: (g, length, call) => {
    const x = complexOf(g, call);
    return inverseRealFourier(g, x, length ?? 2 * (known(x[0], -1) - 1), call);
  },
});
