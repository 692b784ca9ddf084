import { defineOperation } from '../define-operation.ts';
import { dtypeOrNull } from './dtype-or-null.ts';
import { tensorOf } from './operands.ts';

/** `keras.ops.view`: of the same bytes in the same type; ONNX cannot say another one in this opset. */
export const view = defineOperation({
  keras: 'View',
  arguments: ['x'],
  config: (f) => dtypeOrNull(f),
  lower: (g, dtype, call) => {
    const x = tensorOf(g, call);
    if (dtype !== undefined && dtype !== x.dtype) throw call.refuse('HG_UNSUPPORTED_FIELD', `Cannot compile a view of ${x.dtype} as ${dtype}`);
    return g.node('Identity', [x]);
  },
});
