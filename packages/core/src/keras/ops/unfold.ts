import { multiplyDims } from '../../graph/dims.ts';
import { defineOperation } from '../define-operation.ts';
import { dimOf, known } from '../dims.ts';
import type { Fields } from '../fields.ts';
import { expectRank } from '../layers/expect.ts';
import { INT32 } from '../layers/window.ts';
import { tensorOf } from './operands.ts';
import { slid } from './patches.ts';

/** The windows of `unfold` and `fold`: one number for both axes, or one each. */
export const foldFields = (f: Fields) => {
  const sizes = { min: 1, max: INT32 } as const;
  return {
    size: f.ints('kernel_size', 2, sizes),
    dilation: f.ints('dilation', 2, { ...sizes, absent: 1 }),
    padding: f.ints('padding', 2, { min: 0, max: INT32, absent: 0 }),
    stride: f.ints('stride', 2, { ...sizes, absent: 1 }),
  };
};

/** `keras.ops.unfold`: [batch, channels, height, width] to [batch, channels * window, windows], as PyTorch has it. */
export const unfold = defineOperation({
  keras: 'Unfold',
  arguments: ['x'],
  config: foldFields,
  lower: (g, { size, dilation, padding: [high = 0, wide = 0], stride }, call) => {
    const x = tensorOf(g, call);
    expectRank(x, 4, call);
    const padded = high + wide === 0 ? x : g.node('Pad', [x, g.ints([0, 0, high, wide, 0, 0, high, wide])]);
    const window = (axis: 0 | 1) => ({ size: size[axis] ?? 1, stride: stride[axis] ?? 1, dilation: dilation[axis] ?? 1 });
    // [batch, channels, cell, row, cell, column]
    const cut = slid(g, slid(g, padded, 2, window(0), call), 4, window(1), call);
    const cells = known(x, 1) * known(cut, 2) * known(cut, 4);
    return g.reshape(g.transpose(cut, [0, 1, 2, 4, 3, 5]), [dimOf(x, 0), cells, multiplyDims([dimOf(cut, 3), dimOf(cut, 5)])]);
  },
});
