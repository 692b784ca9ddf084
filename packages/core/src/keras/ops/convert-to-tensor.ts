import { defineOperation } from '../define-operation.ts';
import { tensorOf } from './operands.ts';

/** `keras.ops.convert_to_tensor` of what is a dense tensor already: cast, where a type is given. */
export const convertToTensor = defineOperation({
  keras: 'ConvertToTensor',
  arguments: ['x'],
  config: (f) => {
    f.only('sparse', false);
    f.only('ragged', false);
    return (f.raw('dtype') ?? null) === null ? undefined : f.dtype('dtype', 'float32');
  },
  lower: (g, dtype, call) => {
    const x = tensorOf(g, call);
    return g.cast(x, dtype ?? x.dtype);
  },
});
