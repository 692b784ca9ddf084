import { defineOperation } from '../define-operation.ts';
import { axisIn, known } from '../dims.ts';
import { parts } from './base-split.ts';
import { tensorOf } from './operands.ts';

/** `keras.ops.array_split`: the first parts are one longer where the axis does not divide. */
export const arraySplit = defineOperation({
  keras: 'ArraySplit',
  arguments: ['x'],
  config: (f) => ({ count: f.int('indices_or_sections', { min: 1, max: 4096 }), axis: f.int('axis', { absent: 0 }) }),
  lower: (g, { count, axis }, call) => {
    const x = tensorOf(g, call);
    const size = known(x, axisIn(x, axis));
    const sizes = Array.from({ length: count }, (_, index) => Math.floor(size / count) + (index < size % count ? 1 : 0));
    return parts(g, x, axisIn(x, axis), sizes, call);
  },
});
