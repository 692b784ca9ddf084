import { defineOperation } from '../define-operation.ts';
import { argumentOf, resultType, tensorOf, typedAs } from './operands.ts';

/** `keras.ops.where` with three arguments: x1 where the condition holds, else x2. */
export const where = defineOperation({
  keras: 'Where',
  arguments: ['condition', 'x1', 'x2'],
  lower: (g, _, call) => {
    const operands = ['x1', 'x2'].map((name) => argumentOf(g, call, name));
    const dtype = resultType(call, operands);
    return g.node('Where', [g.cast(tensorOf(g, call, 'condition'), 'bool'), ...operands.map((operand) => typedAs(g, operand, dtype))]);
  },
});
