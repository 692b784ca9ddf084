import type { GraphBuilder } from '../../graph/builder.ts';
import { type Dims, multiplyDims } from '../../graph/dims.ts';
import type { Value } from '../../graph/values.ts';
import { type DType, isFloat } from '../../tensor/dtype.ts';
import { axesOf } from '../axes.ts';
import { dimOf } from '../dims.ts';

/** The type in which Keras on TensorFlow multiplies matrices: floats as they are, all others in float32, from which they are cast back. */
export const multipliedAs = (dtype: DType): DType => (isFloat(dtype) ? dtype : 'float32');

/** Sums of products over pairs of axes, as `tf.tensordot`: the other axes of a, then those of b. */
export function tensordotOf(g: GraphBuilder, a: Value, b: Value, over: readonly (readonly [number, number])[]): Value {
  const [left, right] = [
    axesOf(
      a,
      over.map(([axis]) => axis),
    ),
    axesOf(
      b,
      over.map(([, axis]) => axis),
    ),
  ];
  const [rows, columns] = [free(a, left), free(b, right)];
  const sizes = (x: Value, axes: readonly number[]): Dims => axes.map((axis) => dimOf(x, axis));
  const inner = multiplyDims(sizes(a, left));
  const x = g.reshape(g.transpose(a, [...rows, ...left]), [multiplyDims(sizes(a, rows)), inner]);
  const y = g.reshape(g.transpose(b, [...right, ...columns]), [multiplyDims(sizes(b, right)), multiplyDims(sizes(b, columns))]);
  const product = g.node('MatMul', [x, y]);
  const gone = [...(rows.length === 0 ? [0] : []), ...(columns.length === 0 ? [1] : [])];
  const answer = gone.length === 0 ? product : g.node('Squeeze', [product, g.ints(gone)]);
  const dims = [...sizes(a, rows), ...sizes(b, columns)];
  return dims.length === 0 ? answer : g.reshape(answer, dims);
}

const free = (x: Value, taken: readonly number[]): readonly number[] => x.dims.map((_, axis) => axis).filter((axis) => !taken.includes(axis));
