import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import { BYTES, isFloat, isInteger } from '../../tensor/dtype.ts';
import type { Call } from '../define-layer.ts';
import { defineOperation } from '../define-operation.ts';
import { meeting } from './base-elementwise.ts';
import { carried } from './carried.ts';
import { likewise } from './likewise.ts';
import { numberAs } from './number-as.ts';
import { argumentOf } from './operands.ts';

/**
 * `keras.ops.power`: x1 to the x2. Of whole numbers by squaring, which wraps around as TensorFlow does; an exponent below 0 is refused, as there.
 */
export const power = defineOperation({
  keras: 'Power',
  arguments: ['x1', 'x2'],
  lower: (g, _, call) => {
    const [x, y] = meeting(g, call, { weak: true });
    if (isFloat(x.dtype)) return carried(g, 'Pow', [x, y]);
    if (!isInteger(x.dtype)) throw call.refuse('HG_UNSUPPORTED_DTYPE', `Cannot compile "Power" on ${x.dtype}`);
    const wide = BYTES[x.dtype] === 8 ? 'int64' : 'int32';
    const exponent = argumentOf(g, call, 'x2');
    const known = exponent.kind === 'number' ? exponent.number : undefined;
    return g.cast(wholePower(g, call, [g.cast(x, wide), g.cast(y, wide)], known), x.dtype);
  },
});

/** One step for each bit of the exponent; of an exponent that is known, as many as it has. */
function wholePower(g: GraphBuilder, call: Call, [x, y]: readonly [Value, Value], known: number | undefined): Value {
  const [zero, one, two] = [0, 1, 2].map((number) => numberAs(g, number, x.dtype)) as [Value, Value, Value];
  const least = g.node('ReduceMin', [y], { keepdims: 0 });
  g.guard({ value: g.node('GreaterOrEqual', [least, zero]), code: 'HG_INPUT_RANGE', message: `Cannot raise a whole number to one below 0 in "${call.name}"` });
  const steps = known === undefined ? 8 * BYTES[x.dtype] - 1 : Math.max(1, Math.ceil(Math.log2(Math.abs(known) + 1)));
  let [power, square, rest] = [likewise(g, g.node('Add', [x, y]), one), x, y];
  for (let step = 0; step < steps; step++) {
    const odd = g.node('Equal', [g.node('BitwiseAnd', [rest, one]), one]);
    power = g.node('Where', [odd, g.node('Mul', [power, square]), power]);
    [square, rest] = [g.node('Mul', [square, square]), g.node('Div', [rest, two])];
  }
  return power;
}
