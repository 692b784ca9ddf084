import { defineOperation } from '../define-operation.ts';
import { solved } from './linear-systems.ts';
import { onSystem } from './systems.ts';

/** `keras.ops.solve`: a @ answer = b, of at most 16 rows; a matrix without an inverse is refused at the call. */
export const solve = defineOperation({ keras: 'Solve', arguments: ['a', 'b'], lower: (g, _, call) => onSystem(g, call, (a, b) => solved(g, a, b, call)) });
