import { type AnyOperation, defineOperation } from '../define-operation.ts';
import { channelsFirst, channelsOf } from '../layers/channels.ts';
import { expectFloat, expectRank } from '../layers/expect.ts';
import { INT32 } from '../layers/window.ts';
import { tensorOf } from './operands.ts';

/** `keras.ops.depth_to_space` and `space_to_depth`: TensorFlow's order, the place in a block before the channel, in either data format. */
export const blocks = (keras: string, op: 'DepthToSpace' | 'SpaceToDepth'): AnyOperation =>
  defineOperation({
    keras,
    arguments: ['x'],
    config: (f) => ({ blocksize: f.int('block_size', { min: 1, max: INT32 }), channels: channelsOf(f) }),
    lower: (g, { blocksize, channels }, call) => {
      const x = tensorOf(g, call);
      expectRank(x, 4, call);
      expectFloat(x, call);
      return channelsFirst(g, x, channels, (x) => g.node(op, [x], { blocksize, ...(op === 'DepthToSpace' ? { mode: 'DCR' } : {}) }));
    },
  });
