import { defineOperation } from '../define-operation.ts';
import { dtypeOrNull } from './dtype-or-null.ts';
import { argumentOf, typedAs } from './operands.ts';
import { shapeField, stretched } from './stretched.ts';

/** `keras.ops.full`: a shape full of one number, or of a tensor that is stretched to it. */
export const full = defineOperation({
  keras: 'Full',
  arguments: ['fill_value'],
  config: (f) => ({ shape: shapeField(f), dtype: dtypeOrNull(f) }),
  lower: (g, { shape, dtype }, call) => stretched(g, typedAs(g, argumentOf(g, call, 'fill_value'), dtype ?? 'float32'), shape, call),
});
