import { defineOperation } from '../define-operation.ts';
import { INT32 } from '../layers/window.ts';
import { tensorOf } from './operands.ts';
import { slidBack } from './patches.ts';

/** `keras.ops.extract_sequences`: windows along the last axis, as many as fit: [..., windows, length]. */
export const extractSequences = defineOperation({
  keras: 'ExtractSequences',
  arguments: ['x'],
  config: (f) => {
    const size = { min: 1, max: INT32 } as const;
    return { size: f.int('sequence_length', size), stride: f.int('sequence_stride', size), dilation: 1 };
  },
  lower: (g, window, call) => {
    const x = tensorOf(g, call);
    return slidBack(g, x, x.dims.length - 1, window, call);
  },
});
