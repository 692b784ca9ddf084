import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import type { Call } from '../define-layer.ts';
import { defineOperation } from '../define-operation.ts';
import { axisIn, known } from '../dims.ts';
import { expectFloat } from '../layers/expect.ts';
import { clippedLog, logitsOf } from './logits.ts';
import { tensorOf } from './operands.ts';

/**
 * `keras.ops.sparse_categorical_crossentropy`: the target is the number of the class, on the last axis alone.
 *
 * Logarithms of probabilities go through a softmax like logits, so that they need no sum of 1 (keras/src/backend/tensorflow/nn.py). A number that is
 * no class is an error on TensorFlow's CPU: here the call is refused.
 */
export const sparseCategoricalCrossentropy = defineOperation({
  keras: 'SparseCategoricalCrossentropy',
  arguments: ['target', 'output'],
  config: (f) => ({ declared: f.boolean('from_logits', false), axis: f.int('axis', { absent: -1 }) }),
  lower: (g, { declared, axis }, call) => {
    const output = tensorOf(g, call, 'output');
    expectFloat(output, call);
    const rank = output.dims.length;
    if (axisIn(output, axis) !== rank - 1) throw call.refuse('HG_UNSUPPORTED_FIELD', 'Cannot compile the loss over another axis than the last');
    const target = classesOf(g, tensorOf(g, call, 'target'), output, call);
    const logits = logitsOf(g, output, 'Softmax', declared, call) ?? clippedLog(g, output);
    const logs = g.node('LogSoftmax', [logits], { axis: rank - 1 });
    const picked = g.node('GatherElements', [logs, g.node('Unsqueeze', [target, g.ints([rank - 1])])], { axis: rank - 1 });
    return g.node('Neg', [g.node('Squeeze', [picked, g.ints([rank - 1])])]);
  },
});

/** Class numbers as int64, without a last axis of 1, each of them a class. */
function classesOf(g: GraphBuilder, given: Value, output: Value, call: Call): Value {
  const [rank, classes] = [output.dims.length, known(output, -1)];
  const x = g.cast(given, 'int64');
  const target = given.dims.length === rank && given.dims.at(-1) === 1 ? g.node('Squeeze', [x, g.ints([rank - 1])]) : x;
  if (target.dims.length !== rank - 1)
    throw call.refuse('HG_ARTIFACT_SHAPE', `Cannot compare classes of rank ${target.dims.length} with an output of rank ${rank}`);
  const [least, most] = [g.scalar(0, 'int64'), g.scalar(classes - 1, 'int64')];
  const safe = g.node('Clip', [target, least, most]);
  const wrong = g.cast(g.node('Not', [g.node('Equal', [safe, target])]), 'int32');
  const none = g.node('Equal', [g.node('ReduceSum', [wrong], { keepdims: 0 }), g.scalar(0, 'int32')]);
  g.guard({ value: none, code: 'HG_INPUT_RANGE', message: `Cannot compute the loss of "${call.name}" unless each class is one of 0 to ${classes - 1}` });
  return safe;
}
