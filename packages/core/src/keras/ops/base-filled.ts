import { type DType, isDType } from '../../tensor/dtype.ts';
import { type AnyOperation, defineOperation } from '../define-operation.ts';
import { tensorOf } from './operands.ts';

/** One number in the shape of the argument, in its type or another: what it holds does not matter, not even NaN. */
export const filled = (keras: string, number: 0 | 1): AnyOperation =>
  defineOperation({
    keras,
    arguments: ['x'],
    config: (f): DType | undefined => {
      const dtype = f.raw('dtype') ?? undefined;
      if (dtype !== undefined && !isDType(dtype)) throw f.wrong('dtype', 'a dtype');
      return dtype;
    },
    lower: (g, dtype, call) => {
      const x = tensorOf(g, call);
      return g.node('Expand', [g.scalar(number, dtype ?? x.dtype), g.node('Shape', [x])], {}, x.dims);
    },
  });
