import { ONNX_TYPES } from '../../graph/operators/elementwise.ts';
import { defineOperation } from '../define-operation.ts';
import { tensorOf } from './operands.ts';

/** `keras.ops.stop_gradient`: the argument. A cast to its own type, since a loss behind it must not find the logits before it, as it would past an Identity. */
export const stopGradient = defineOperation({
  keras: 'StopGradient',
  arguments: ['variable'],
  lower: (g, _, call) => {
    const x = tensorOf(g, call, 'variable');
    return g.node('Cast', [x], { to: ONNX_TYPES[x.dtype] });
  },
});
