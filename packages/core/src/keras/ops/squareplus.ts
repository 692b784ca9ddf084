import { squareplusOf } from '../activations/squareplus.ts';
import { defineOperation } from '../define-operation.ts';
import { real, tensorOf } from './operands.ts';

/** `keras.ops.squareplus`: (x + sqrt(x^2 + b)) / 2. */
export const squareplus = defineOperation({
  keras: 'Squareplus',
  arguments: ['x'],
  config: (f) => f.number('b', { absent: 4, min: 0 }),
  lower: (g, b, call) => squareplusOf(g, real(g, call, tensorOf(g, call)), b),
});
