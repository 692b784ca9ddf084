import type { Value } from '../../graph/values.ts';
import { isFloat } from '../../tensor/dtype.ts';
import { defineOperation } from '../define-operation.ts';
import { numberAs } from './number-as.ts';
import { tensorOf } from './operands.ts';
import { spaced, spacingFields } from './spaced.ts';

/** `keras.ops.geomspace`: numbers at equal ratios between two of one sign, by way of powers of 10; of floats alone. */
export const geomspace = defineOperation({
  keras: 'Geomspace',
  arguments: ['start', 'stop'],
  config: spacingFields,
  lower: (g, spacing, call) => {
    const dtype = spacing.dtype ?? 'float32';
    if (!isFloat(dtype)) throw call.refuse('HG_UNSUPPORTED_DTYPE', `Cannot compile "Geomspace" in ${dtype}`);
    // Keras multiplies the answer by the signs of the starts as they are: that fits in front alone.
    const [start, stop] = ['start', 'stop'].map((name) => g.cast(tensorOf(g, call, name), dtype)) as [Value, Value];
    const exponent = (x: Value): Value => g.node('Div', [g.node('Log', [g.node('Abs', [x])]), numberAs(g, Math.LN10, dtype)]);
    const powers = g.node('Pow', [numberAs(g, 10, dtype), spaced(g, exponent(start), exponent(stop), spacing, call)]);
    return g.node('Mul', [powers, g.node('Sign', [start])]);
  },
});
