import { isInteger } from '../../tensor/dtype.ts';
import { defineOperation } from '../define-operation.ts';
import { axisIn } from '../dims.ts';
import { tensorOf } from './operands.ts';
import { row } from './row.ts';
import { vectorOf } from './vector-of.ts';

/**
 * `keras.ops.take`: what stands at the places along an axis, or of all in one row; places below 0 count from the end.
 *
 * A place outside is an error on TensorFlow's CPU, and one of ONNX Runtime's.
 */
export const take = defineOperation({
  keras: 'Take',
  arguments: ['x', 'indices'],
  config: (f) => f.numberOrNull('axis', { absent: null }),
  lower: (g, axis, call) => {
    const given = tensorOf(g, call);
    const x = axis === null ? row(g, given) : given;
    const places = vectorOf(g, call, 'indices');
    if (!isInteger(places.dtype)) throw call.refuse('HG_UNSUPPORTED_DTYPE', `Cannot take elements at places of type ${places.dtype}`);
    const wide = places.dtype === 'int32' || places.dtype === 'int64' ? places : g.cast(places, 'int64');
    return g.node('Gather', [x, wide], { axis: axis === null ? 0 : axisIn(x, axis) });
  },
});
