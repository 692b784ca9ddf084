import type { GraphBuilder } from '../../graph/builder.ts';
import { sameDims } from '../../graph/dims.ts';
import type { Value } from '../../graph/values.ts';
import type { Call } from '../define-layer.ts';
import { known } from '../dims.ts';
import { expectFloat } from '../layers/expect.ts';
import { orderOf } from './linear-systems.ts';
import { tensorOf } from './operands.ts';

/** `a` and `b` of a system of equations; a `b` of one rank less is a column each. @throws HG_ARTIFACT_SHAPE unless they fit without broadcasting. */
export function onSystem(g: GraphBuilder, call: Call, solve: (a: Value, b: Value) => Value): Value {
  const [a, b] = [tensorOf(g, call, 'a'), tensorOf(g, call, 'b')];
  for (const x of [a, b]) expectFloat(x, call);
  const order = orderOf(a, call);
  const column = b.dims.length === a.dims.length - 1;
  const sides = column ? g.node('Unsqueeze', [b, g.ints([b.dims.length])]) : b;
  if (sides.dims.length !== a.dims.length || known(sides, -2) !== order || !sameDims(sides.dims.slice(0, -2), a.dims.slice(0, -2)))
    throw call.refuse('HG_ARTIFACT_SHAPE', 'Cannot solve a system of equations whose two sides do not fit');
  const answer = solve(a, sides);
  return column ? g.node('Squeeze', [answer, g.ints([b.dims.length])]) : answer;
}
