import type { Value } from '../../graph/values.ts';
import { isFloat } from '../../tensor/dtype.ts';
import { defineOperation } from '../define-operation.ts';
import { numberAs } from './number-as.ts';
import { argumentOf, resultType, typedAs } from './operands.ts';
import { spaced, spacingFields } from './spaced.ts';

/** `keras.ops.logspace`: powers of a base, their exponents at equal distances; of floats alone. */
export const logspace = defineOperation({
  keras: 'Logspace',
  arguments: ['start', 'stop'],
  config: (f) => ({ ...spacingFields(f), base: f.number('base', { absent: 10 }) }),
  lower: (g, { base, ...spacing }, call) => {
    const ends = ['start', 'stop'].map((name) => argumentOf(g, call, name));
    const dtype = spacing.dtype ?? resultType(call, ends, ['float']);
    if (!isFloat(dtype)) throw call.refuse('HG_UNSUPPORTED_DTYPE', `Cannot compile "Logspace" in ${dtype}`);
    const [start, stop] = ends.map((end) => typedAs(g, end, dtype)) as [Value, Value];
    return g.node('Pow', [numberAs(g, base, dtype), spaced(g, start, stop, spacing, call)]);
  },
});
