import { isKnown } from '../../graph/dims.ts';
import type { Value } from '../../graph/values.ts';
import { pairwise } from './base-elementwise.ts';
import { carried } from './carried.ts';

/**
 * `keras.ops.add`: x1 + x2.
 *
 * Keras on TensorFlow takes an x2 with one axis that is longer than 1 for a bias where x1 has as many elements along its second or last axis, and adds it along
 * that one, wherever it stands (`add` of keras/src/backend/tensorflow/numpy.py); its other backends broadcast. Where the two differ the sum is refused.
 */
export const add = pairwise('Add', { weak: true }, (g, pair, call) => {
  if (pair[0].dtype === 'bool') throw call.refuse('HG_UNSUPPORTED_DTYPE', 'Cannot compile "Add" on booleans');
  if (isMisread(...pair))
    throw call.refuse('HG_UNSUPPORTED_FIELD', 'Cannot compile a sum that Keras on TensorFlow, and there alone, takes for one with a bias');
  return carried(g, 'Add', pair);
});

function isMisread({ dims }: Value, { dims: other }: Value): boolean {
  const long = other.map((_, axis) => axis).filter((axis) => other[axis] !== 1);
  const [axis = 0] = long;
  const size = other[axis] ?? 1;
  if (long.length !== 1 || dims.length < 2 || !isKnown(size)) return false;
  const place = axis - other.length;
  if (dims.at(-1) === size) return other.length > dims.length || place !== -1;
  return dims[1] === size && (other.length > dims.length || place !== 1 - dims.length);
}
