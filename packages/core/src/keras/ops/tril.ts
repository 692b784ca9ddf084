import { defineOperation } from '../define-operation.ts';
import { carried } from './carried.ts';
import { tensorOf } from './operands.ts';

/** `keras.ops.tril`: what is above a diagonal made 0. */
export const tril = defineOperation({
  keras: 'Tril',
  arguments: ['x'],
  config: (f) => f.int('k', { absent: 0 }),
  lower: (g, k, call) => carried(g, 'Trilu', [tensorOf(g, call), g.scalar(k, 'int64')], { upper: 0 }),
});
