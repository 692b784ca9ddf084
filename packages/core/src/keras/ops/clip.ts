import { defineOperation } from '../define-operation.ts';
import { tensorOf } from './operands.ts';

/** `keras.ops.clip`: x between two numbers, for floats. */
export const clip = defineOperation({
  keras: 'Clip',
  arguments: ['x'],
  config: (f) => ({ least: f.number('x_min'), most: f.number('x_max') }),
  lower: (g, { least, most }, call) => {
    const x = tensorOf(g, call);
    if (x.dtype !== 'float32') throw call.refuse('HG_UNSUPPORTED_DTYPE', `Cannot compile "Clip" on ${x.dtype}`);
    // TensorFlow takes the minimum first, then the maximum: the lower bound wins where the two cross.
    return g.node('Max', [g.node('Min', [x, g.scalar(most)]), g.scalar(least)]);
  },
});
