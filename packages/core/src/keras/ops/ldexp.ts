import { isInteger } from '../../tensor/dtype.ts';
import { defineOperation } from '../define-operation.ts';
import { meeting } from './base-elementwise.ts';
import { numberAs } from './number-as.ts';
import { tensorOf } from './operands.ts';

/** `keras.ops.ldexp`: x1 * 2 ** x2 for a whole x2; 0 and infinities stay. */
export const ldexp = defineOperation({
  keras: 'Ldexp',
  arguments: ['x1', 'x2'],
  lower: (g, _, call) => {
    const exponent = tensorOf(g, call, 'x2');
    if (!isInteger(exponent.dtype)) throw call.refuse('HG_UNSUPPORTED_DTYPE', `Cannot compile "Ldexp" with an exponent of ${exponent.dtype}`);
    const [x, power] = meeting(g, call, { real: true });
    const scaled = g.node('Mul', [x, g.node('Pow', [numberAs(g, 2, x.dtype), power])]);
    const stays = g.node('Or', [g.node('IsInf', [x]), g.node('Equal', [x, numberAs(g, 0, x.dtype)])]);
    return g.node('Where', [stays, x, scaled]);
  },
});
