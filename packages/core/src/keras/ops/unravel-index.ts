import { isInteger } from '../../tensor/dtype.ts';
import { defineOperation } from '../define-operation.ts';
import { tensorOf } from './operands.ts';
import { shapeField } from './stretched.ts';

/**
 * `keras.ops.unravel_index`: the place in a shape of each number in a vector; of numbers in more axes Keras on TensorFlow takes the sizes in the other
 * order (`unravel_index` of keras/src/backend/tensorflow/numpy.py), and so do we.
 */
export const unravelIndex = defineOperation({
  keras: 'UnravelIndex',
  arguments: ['indices'],
  config: (f) => shapeField(f),
  lower: (g, shape, call) => {
    const given = tensorOf(g, call, 'indices');
    if (!isInteger(given.dtype)) throw call.refuse('HG_UNSUPPORTED_DTYPE', `Cannot find places by numbers of type ${given.dtype}`);
    let rest = g.cast(given, 'int64');
    const found = (given.dims.length === 1 ? shape.toReversed() : shape).map((size) => {
      const place = g.node('Mod', [rest, g.scalar(size, 'int64')]);
      rest = g.node('Div', [g.node('Sub', [rest, place]), g.scalar(size, 'int64')]);
      return g.cast(place, given.dtype);
    });
    return found.toReversed();
  },
});
