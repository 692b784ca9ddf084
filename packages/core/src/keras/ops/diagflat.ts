import { defineOperation } from '../define-operation.ts';
import { spreadOut } from './diagonals.ts';
import { tensorOf } from './operands.ts';
import { row } from './row.ts';

/** `keras.ops.diagflat`: all elements in one row, on a diagonal of zeros. */
export const diagflat = defineOperation({
  keras: 'Diagflat',
  arguments: ['x'],
  config: (f) => f.int('k', { absent: 0, min: -65536, max: 65536 }),
  lower: (g, k, call) => spreadOut(g, row(g, tensorOf(g, call)), k),
});
