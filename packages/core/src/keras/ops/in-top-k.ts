import type { Value } from '../../graph/values.ts';
import { defineOperation } from '../define-operation.ts';
import { known } from '../dims.ts';
import { expectFloat } from '../layers/expect.ts';
import { tensorOf } from './operands.ts';

/**
 * `keras.ops.in_top_k`: whether less than k predictions are above that of the target. No, where the target is no class, or a prediction is not finite
 * (tensorflow/core/kernels/in_topk_op.h).
 */
export const inTopK = defineOperation({
  keras: 'InTopK',
  arguments: ['targets', 'predictions'],
  config: (f) => f.int('k', { min: 0, max: 2 ** 31 - 1 }),
  lower: (g, k, call) => {
    const [targets, predictions] = [g.cast(tensorOf(g, call, 'targets'), 'int64'), tensorOf(g, call, 'predictions')];
    expectFloat(predictions, call);
    if (targets.dims.length !== 1 || predictions.dims.length !== 2)
      throw call.refuse('HG_ARTIFACT_SHAPE', 'Cannot rank anything but a row of predictions for each target');
    const classes = known(predictions, 1);
    const safe = g.node('Clip', [targets, g.scalar(0, 'int64'), g.scalar(classes - 1, 'int64')]);
    const own = g.node('GatherElements', [predictions, g.node('Unsqueeze', [safe, g.ints([1])])], { axis: 1 });
    const count = (flags: Value): Value => g.node('ReduceSum', [g.cast(flags, 'int32'), g.ints([1])], { keepdims: 0 });
    const finite = g.node('Less', [g.node('Abs', [predictions]), g.scalar(Number.POSITIVE_INFINITY)]);
    const all = g.node('Equal', [count(finite), g.scalar(classes, 'int32')]);
    const few = g.node('Less', [count(g.node('Greater', [predictions, own])), g.scalar(k, 'int32')]);
    return g.node('And', [g.node('And', [few, all]), g.node('Equal', [safe, targets])]);
  },
});
