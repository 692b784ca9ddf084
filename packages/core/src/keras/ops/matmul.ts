import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import type { DType } from '../../tensor/dtype.ts';
import { pairwise } from './base-elementwise.ts';
import { multipliedAs } from './products.ts';

/**
 * `keras.ops.matmul`; a vector on either side is a matrix of one row or column, whose axis goes again. Whole numbers are multiplied in float32 and cast back,
 * as on TensorFlow, but for matrices of int8, which give int32.
 */
export const matmul = pairwise('Matmul', {}, (g, pair) => {
  const [a, b] = pair;
  const bytes = a.dtype === 'int8' && sameTypes(pair) && a.dims.length > 1 && b.dims.length > 1;
  const [from, to]: readonly [DType, DType] = bytes ? ['int32', 'int32'] : [multipliedAs(a.dtype), a.dtype];
  const product = g.node('MatMul', [matrix(g, g.cast(a, from), 0), matrix(g, g.cast(b, from), 1)]);
  const vectors = [...(a.dims.length === 1 ? [product.dims.length - 2] : []), ...(b.dims.length === 1 ? [product.dims.length - 1] : [])];
  return g.cast(vectors.length === 0 ? product : g.node('Squeeze', [product, g.ints(vectors)]), to);
});

/** Two operands that meet in int8 are both int8, or one is a boolean: Keras gives int32 for the first pair alone. */
const sameTypes = (pair: readonly Value[]): boolean => pair.every((x) => x.dtype === 'int8');

const matrix = (g: GraphBuilder, x: Value, axis: number): Value => (x.dims.length === 1 ? g.node('Unsqueeze', [x, g.ints([axis])]) : x);
