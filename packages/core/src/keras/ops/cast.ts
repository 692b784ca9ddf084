import { defineOperation } from '../define-operation.ts';
import { tensorOf } from './operands.ts';

/** `keras.ops.cast`: floats are truncated to integers, and what is not 0 is true. */
export const cast = defineOperation({
  keras: 'Cast',
  arguments: ['x'],
  config: (f) => f.dtype('dtype', 'float32'),
  lower: (g, dtype, call) => {
    const x = tensorOf(g, call);
    if (x.dtype === 'string' || dtype === 'string') throw call.refuse('HG_UNSUPPORTED_DTYPE', `Cannot compile a cast from ${x.dtype} to ${dtype}`);
    return g.cast(x, dtype);
  },
});
