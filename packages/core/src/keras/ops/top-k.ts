import type { Value } from '../../graph/values.ts';
import { defineOperation } from '../define-operation.ts';
import { known } from '../dims.ts';
import { tensorOf } from './operands.ts';

/** `keras.ops.top_k` over the last axis: values and int32 places, equal ones in their order. An order that is not asked for is TensorFlow's own, and refused. */
export const topK = defineOperation({
  keras: 'TopK',
  arguments: ['x'],
  config: (f) => ({ k: f.int('k', { min: 1 }), sorted: f.boolean('sorted', true) }),
  lower: (g, { k, sorted }, call) => {
    const x = tensorOf(g, call);
    if (k > known(x, -1)) throw call.refuse('HG_ARTIFACT_SHAPE', `Cannot take ${k} of ${known(x, -1)} elements`);
    if (!sorted && k > 1) throw call.refuse('HG_UNSUPPORTED_FIELD', 'Cannot compile "top_k" in no order');
    const [values, places] = g.nodes('TopK', [x, g.ints([k])], { axis: x.dims.length - 1, largest: 1, sorted: 1 }, 2) as [Value, Value];
    return [values, g.cast(places, 'int32')];
  },
});
