import { defineOperation } from '../define-operation.ts';
import { known } from '../dims.ts';
import { expectFloat } from '../layers/expect.ts';
import { tensorOf } from './operands.ts';

/** `keras.ops.cdist`: the distance of each row of x from each row of y. */
export const cdist = defineOperation({
  keras: 'CDist',
  arguments: ['x', 'y'],
  lower: (g, _, call) => {
    const [x, y] = [tensorOf(g, call, 'x'), tensorOf(g, call, 'y')];
    for (const value of [x, y]) expectFloat(value, call);
    if (x.dims.length < 2 || y.dims.length < 2 || known(x, -1) !== known(y, -1))
      throw call.refuse('HG_ARTIFACT_SHAPE', 'Cannot take distances of rows unless they have one length');
    const rest = g.node('Sub', [g.node('Unsqueeze', [x, g.ints([x.dims.length - 1])]), g.node('Unsqueeze', [y, g.ints([y.dims.length - 2])])]);
    return g.node('Sqrt', [g.node('ReduceSum', [g.node('Mul', [rest, rest]), g.ints([-1])], { keepdims: 0 })]);
  },
});
