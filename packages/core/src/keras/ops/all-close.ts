import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import { isFloat } from '../../tensor/dtype.ts';
import { defineOperation } from '../define-operation.ts';
import { meeting } from './base-elementwise.ts';
import { bothNan, close } from './close.ts';

/** `keras.ops.all_close`: whether all are finite and close, or equal. */
export const allClose = defineOperation({
  keras: 'AllClose',
  arguments: ['x1', 'x2'],
  config: (f) => ({ rtol: f.number('rtol', { absent: 1e-5 }), atol: f.number('atol', { absent: 1e-8 }), nan: f.boolean('equal_nan', false) }),
  lower: (g, { rtol, atol, nan }, call) => {
    const [a, b] = meeting(g, call);
    const equal = g.node('Equal', [a, b]);
    if (!isFloat(a.dtype)) return every(g, equal);
    const infinite = g.node('Or', [g.node('IsInf', [a]), g.node('IsInf', [b])]);
    const near = g.node('Or', [g.node('And', [close(g, a, b, rtol, atol), g.node('Not', [infinite])]), equal]);
    return every(g, nan ? g.node('Or', [near, bothNan(g, a, b)]) : near);
  },
});

const every = (g: GraphBuilder, x: Value): Value => g.cast(g.node('ReduceMin', [g.cast(x, 'uint8')], { keepdims: 0 }), 'bool');
