import type { Value } from '../../graph/values.ts';
import { defineOperation } from '../define-operation.ts';
import { known } from '../dims.ts';
import { complexOf, fourier2 } from './fourier.ts';

/** `keras.ops.ifft2`: the transform of the conjugate, conjugated again, by the number of its cells. */
export const ifft2 = defineOperation({
  keras: 'IFFT2',
  arguments: ['x'],
  lower: (g, _, call) => {
    const [real, imaginary] = complexOf(g, call);
    const [a, b] = fourier2(g, [real, g.node('Neg', [imaginary])], call);
    const cells = known(real, -1) * known(real, -2);
    const part = (x: Value): Value => g.node('Div', [x, g.scalar(cells)]);
    return [part(a), g.node('Neg', [part(b)])];
  },
});
