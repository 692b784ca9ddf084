import { defineOperation } from '../define-operation.ts';
import { dtypeOrNull } from './dtype-or-null.ts';
import { tensorOf } from './operands.ts';

/** `keras.ops.array`: a tensor, cast where a type is given. */
export const array = defineOperation({
  keras: 'Array',
  arguments: ['x'],
  config: (f) => dtypeOrNull(f),
  lower: (g, dtype, call) => g.node('Identity', [g.cast(tensorOf(g, call), dtype ?? tensorOf(g, call).dtype)]),
});
