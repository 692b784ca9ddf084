import type { Value } from '../../graph/values.ts';
import { BYTES, isFloat } from '../../tensor/dtype.ts';
import { defineOperation } from '../define-operation.ts';
import { argumentOf, resultType, typedAs } from './operands.ts';
import { spaced, spacingFields } from './spaced.ts';

/** `keras.ops.linspace`: numbers at equal distances, along a new axis; whole ones are rounded down. The distance (`retstep`) Keras itself cannot give in a model. */
export const linspace = defineOperation({
  keras: 'Linspace',
  arguments: ['start', 'stop'],
  config: (f) => {
    f.only('retstep', false);
    return spacingFields(f);
  },
  lower: (g, spacing, call) => {
    const ends = ['start', 'stop'].map((name) => argumentOf(g, call, name));
    const dtype = spacing.dtype ?? resultType(call, ends, ['float']);
    // TensorFlow divides integers of 32 bits or more in float64.
    const wide = isFloat(dtype) ? dtype : BYTES[dtype] < 4 ? 'float32' : 'float64';
    const [start, stop] = ends.map((end) => g.cast(typedAs(g, end, dtype), wide)) as [Value, Value];
    const numbers = spaced(g, start, stop, spacing, call);
    return isFloat(dtype) ? numbers : g.cast(g.node('Floor', [numbers]), dtype);
  },
});
