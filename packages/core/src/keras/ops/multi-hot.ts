import { defineOperation } from '../define-operation.ts';
import { hot, hotFields } from './one-hot.ts';
import { tensorOf } from './operands.ts';

/** `keras.ops.multi_hot`: the one-hot vectors joined along axis 1, or 0 of a vector, wherever the classes stand (keras/src/backend/tensorflow/nn.py). */
export const multiHot = defineOperation({
  keras: 'MultiHot',
  arguments: ['inputs'],
  config: hotFields,
  lower: (g, { classes, axis, dtype }, call) => {
    const x = tensorOf(g, call, 'inputs');
    const all = g.cast(hot(g, x, classes, axis, call), 'int32');
    return g.cast(g.node('ReduceMax', [all, g.ints([x.dims.length > 1 ? 1 : 0])], { keepdims: 0 }), dtype);
  },
});
