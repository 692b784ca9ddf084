import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import { defineOperation } from '../define-operation.ts';
import { resultType, tensorOf } from './operands.ts';

/** `keras.ops.matmul` for floats; a vector on either side is a matrix of one row or column, whose axis goes again. */
export const matmul = defineOperation({
  keras: 'Matmul',
  arguments: ['x1', 'x2'],
  lower: (g, _, call) => {
    const [a, b] = [tensorOf(g, call, 'x1'), tensorOf(g, call, 'x2')];
    const dtype = resultType(
      call,
      [a, b].map((value) => ({ kind: 'value', value })),
    );
    if (dtype !== 'float32') throw call.refuse('HG_UNSUPPORTED_DTYPE', `Cannot compile "Matmul" on ${dtype}`);
    const product = g.node('MatMul', [matrix(g, g.cast(a, dtype), 0), matrix(g, g.cast(b, dtype), 1)]);
    const vectors = [...(a.dims.length === 1 ? [-2] : []), ...(b.dims.length === 1 ? [-1] : [])];
    return vectors.length === 0 ? product : g.node('Squeeze', [product, g.ints(vectors)]);
  },
});

const matrix = (g: GraphBuilder, x: Value, axis: number): Value => (x.dims.length === 1 ? g.node('Unsqueeze', [x, g.ints([axis])]) : x);
