import { defineOperation } from '../define-operation.ts';
import { meeting } from './base-elementwise.ts';
import { either } from './carried.ts';
import { tensorOf } from './operands.ts';

/** `keras.ops.where` with three arguments: x1 where the condition holds, else x2. With one it gives as many places as the data decide: refused. */
export const where = defineOperation({
  keras: 'Where',
  arguments: ['condition', 'x1', 'x2'],
  lower: (g, _, call) => {
    if (call.argument('x1') === undefined || call.argument('x2') === undefined)
      throw call.refuse('HG_UNSUPPORTED_FIELD', 'Cannot compile "Where" with a condition alone as the data decide the size of its answer');
    return either(g, g.cast(tensorOf(g, call, 'condition'), 'bool'), ...meeting(g, call, { weak: true }));
  },
});
