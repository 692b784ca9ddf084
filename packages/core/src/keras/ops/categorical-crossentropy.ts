import type { Value } from '../../graph/values.ts';
import { defineOperation } from '../define-operation.ts';
import { axisIn } from '../dims.ts';
import { expectFloat } from '../layers/expect.ts';
import { clippedLog, logitsOf, total } from './logits.ts';
import { tensorOf } from './operands.ts';

/** `keras.ops.categorical_crossentropy`: probabilities are brought to a sum of 1 first. */
export const categoricalCrossentropy = defineOperation({
  keras: 'CategoricalCrossentropy',
  like: 'output',
  arguments: ['target', 'output'],
  config: (f) => ({ declared: f.boolean('from_logits', false), axis: f.int('axis', { absent: -1 }) }),
  lower: (g, { declared, axis }, call) => {
    const [target, output] = ['target', 'output'].map((name) => tensorOf(g, call, name)) as [Value, Value];
    for (const value of [target, output]) expectFloat(value, call);
    if (target.dims.length !== output.dims.length) throw call.refuse('HG_ARTIFACT_SHAPE', 'Cannot compare a target with an output of another rank');
    const at = axisIn(output, axis);
    const logits = logitsOf(g, output, 'Softmax', declared, call);
    const logs = logits === undefined ? clippedLog(g, g.node('Div', [output, total(g, output, at, true)])) : g.node('LogSoftmax', [logits], { axis: at });
    return g.node('Neg', [total(g, g.node('Mul', [target, logs]), at, false)]);
  },
});
