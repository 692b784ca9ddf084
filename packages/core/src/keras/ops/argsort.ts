import { defineOperation } from '../define-operation.ts';
import { tensorOf } from './operands.ts';
import { ranked } from './ranked.ts';

/** `keras.ops.argsort` along one axis, or of all in one row, as int32; equals keep their order. */
export const argsort = defineOperation({
  keras: 'Argsort',
  arguments: ['x'],
  config: (f) => f.numberOrNull('axis', { absent: -1 }),
  lower: (g, axis, call) => g.cast(ranked(g, tensorOf(g, call), axis, call)[1], 'int32'),
});
