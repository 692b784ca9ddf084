import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import { defineOperation } from '../define-operation.ts';
import { expectFloat } from '../layers/expect.ts';
import { clipped, logitsOf } from './logits.ts';
import { tensorOf } from './operands.ts';

/** `keras.ops.binary_crossentropy` of each element. */
export const binaryCrossentropy = defineOperation({
  keras: 'BinaryCrossentropy',
  arguments: ['target', 'output'],
  config: (f) => f.boolean('from_logits', false),
  lower: (g, declared, call) => {
    const [target, output] = ['target', 'output'].map((name) => tensorOf(g, call, name)) as [Value, Value];
    for (const value of [target, output]) expectFloat(value, call);
    const logits = logitsOf(g, output, 'Sigmoid', declared, call);
    return logits === undefined ? ofProbabilities(g, target, output) : ofLogits(g, target, logits);
  },
});

function ofProbabilities(g: GraphBuilder, target: Value, output: Value): Value {
  const p = clipped(g, output);
  const one = g.scalar(1);
  const hit = g.node('Mul', [target, g.node('Log', [p])]);
  const miss = g.node('Mul', [g.node('Sub', [one, target]), g.node('Log', [g.node('Sub', [one, p])])]);
  return g.node('Neg', [g.node('Add', [hit, miss])]);
}

/** max(x, 0) - x * z + log(1 + exp(-|x|)), as `tf.nn.sigmoid_cross_entropy_with_logits` writes it. */
function ofLogits(g: GraphBuilder, z: Value, x: Value): Value {
  const rest = g.node('Softplus', [g.node('Neg', [g.node('Abs', [x])])]);
  return g.node('Add', [g.node('Sub', [g.node('Relu', [x]), g.node('Mul', [x, z])]), rest]);
}
