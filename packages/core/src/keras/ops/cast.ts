import type { DType } from '../../tensor/dtype.ts';
import { defineOperation } from '../define-operation.ts';
import { tensorOf } from './operands.ts';

/** `keras.ops.cast`: floats are truncated to integers, and what is not 0 is true. */
export const cast = defineOperation({
  keras: 'Cast',
  arguments: ['x'],
  config: (f) => f.dtype('dtype', 'float32'),
  lower: (g, dtype, call) => {
    const x = tensorOf(g, call);
    if (![x.dtype, dtype].every((type) => TYPES.has(type))) throw call.refuse('HG_UNSUPPORTED_DTYPE', `Cannot compile a cast from ${x.dtype} to ${dtype}`);
    return g.cast(x, dtype);
  },
});

const TYPES: ReadonlySet<DType> = new Set(['bool', 'uint8', 'uint16', 'uint32', 'uint64', 'int8', 'int16', 'int32', 'int64', 'float32']);
