import { defineOperation } from '../define-operation.ts';
import { axisIn, known } from '../dims.ts';
import { tensorOf } from './operands.ts';

/** Each piece is two nodes: more are refused. */
const MAX_PIECES = 4096;

/** `keras.ops.unstack`: the slices along an axis, each without it. */
export const unstack = defineOperation({
  keras: 'Unstack',
  arguments: ['x'],
  config: (f) => ({ num: (f.raw('num') ?? null) === null ? undefined : f.int('num', { min: 0 }), axis: f.int('axis', { absent: 0 }) }),
  lower: (g, { num, axis }, call) => {
    const x = tensorOf(g, call);
    const at = axisIn(x, axis);
    const count = known(x, at);
    if (num !== undefined && num !== count) throw call.refuse('HG_ARTIFACT_SHAPE', `Cannot unstack ${num} of ${count} slices`);
    if (count < 1 || count > MAX_PIECES) throw call.refuse('HG_UNSUPPORTED_FIELD', `Cannot compile an operation with ${count} answers`);
    const pieces = count === 1 ? [x] : g.nodes('Split', [x, g.ints(Array.from({ length: count }, () => 1))], { axis: at }, count);
    return pieces.map((piece) => g.node('Squeeze', [piece, g.ints([at])]));
  },
});
