import { defineOperation } from '../define-operation.ts';
import { onSystem } from './systems.ts';
import { solvedTriangle } from './triangles.ts';

/** `keras.ops.solve_triangular`: the other triangle of `a` is not read. */
export const solveTriangular = defineOperation({
  keras: 'SolveTriangular',
  arguments: ['a', 'b'],
  config: (f) => f.boolean('lower', false),
  lower: (g, lower, call) => onSystem(g, call, (a, b) => solvedTriangle(g, a, b, lower, call)),
});
