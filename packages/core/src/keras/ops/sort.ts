import { defineOperation } from '../define-operation.ts';
import { tensorOf } from './operands.ts';
import { ranked } from './ranked.ts';

/** `keras.ops.sort` along one axis, or of all in one row. */
export const sort = defineOperation({
  keras: 'Sort',
  arguments: ['x'],
  config: (f) => f.numberOrNull('axis', { absent: -1 }),
  lower: (g, axis, call) => ranked(g, tensorOf(g, call), axis, call)[0],
});
