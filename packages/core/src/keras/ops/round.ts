import { isFloat } from '../../tensor/dtype.ts';
import { defineOperation } from '../define-operation.ts';
import { isNumber } from './base-elementwise.ts';
import { numberAs } from './number-as.ts';
import { real, tensorOf } from './operands.ts';

/**
 * `keras.ops.round`: to the nearest even, at `decimals` behind the point. Whole numbers are rounded in front of it alone, in float32.
 */
export const round = defineOperation({
  keras: 'Round',
  arguments: ['x'],
  config: (f) => f.int('decimals', { absent: 0, min: -300, max: 300 }),
  lower: (g, decimals, call) => {
    const x = tensorOf(g, call);
    if (!isNumber(x.dtype)) throw call.refuse('HG_UNSUPPORTED_DTYPE', `Cannot compile "Round" on ${x.dtype}`);
    if (!isFloat(x.dtype) && decimals >= 0) return g.node('Identity', [x]);
    if (decimals === 0) return g.node('Round', [x]);
    const float = real(g, call, x);
    const factor = numberAs(g, 10 ** decimals, float.dtype);
    return g.cast(g.node('Div', [g.node('Round', [g.node('Mul', [float, factor])]), factor]), x.dtype);
  },
});
