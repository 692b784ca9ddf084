import { defineOperation } from '../define-operation.ts';
import { dtypeOrNull } from './dtype-or-null.ts';
import { likewise } from './likewise.ts';
import { argumentOf, tensorOf, typedAs } from './operands.ts';

/** `keras.ops.full_like`: one number, or a tensor that is stretched, in the shape of another and in its type or a given one. */
export const fullLike = defineOperation({
  keras: 'FullLike',
  arguments: ['x', 'fill_value'],
  config: (f) => dtypeOrNull(f),
  lower: (g, dtype, call) => {
    const x = tensorOf(g, call);
    return likewise(g, x, typedAs(g, argumentOf(g, call, 'fill_value'), dtype ?? x.dtype));
  },
});
