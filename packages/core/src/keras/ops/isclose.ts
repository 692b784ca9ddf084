import { isFloat } from '../../tensor/dtype.ts';
import type { Call } from '../define-layer.ts';
import { defineOperation } from '../define-operation.ts';
import { meeting } from './base-elementwise.ts';
import { bothNan, close } from './close.ts';

/** `keras.ops.isclose`: |x1 - x2| <= atol + rtol * |x2| for floats, equality for others. */
export const isclose = defineOperation({
  keras: 'Isclose',
  arguments: ['x1', 'x2', 'rtol', 'atol'],
  config: (f) => f.boolean('equal_nan', false),
  lower: (g, nan, call) => {
    const [a, b] = meeting(g, call);
    if (!isFloat(a.dtype)) return g.node('Equal', [a, b]);
    const near = close(g, a, b, tolerance(call, 'rtol', 1e-5), tolerance(call, 'atol', 1e-8));
    return nan ? g.node('Or', [near, bothNan(g, a, b)]) : near;
  },
});

function tolerance(call: Call, name: string, absent: number): number {
  const operand = call.argument(name) ?? { kind: 'json', value: absent };
  if (operand.kind === 'json' && typeof operand.value === 'number') return operand.value;
  throw call.refuse('HG_UNSUPPORTED_FIELD', `Cannot compile the argument "${name}" unless it is a number`);
}
