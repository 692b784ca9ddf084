import type { Value } from '../../graph/values.ts';
import type { Call } from '../define-layer.ts';
import { defineOperation } from '../define-operation.ts';
import { dimOf } from '../dims.ts';
import { onImages } from '../images/batched.ts';
import { channelsOf } from '../layers/channels.ts';
import { type Edges, edgesOf, knownSize, notNegative } from './edges.ts';
import { tensorOf } from './operands.ts';

/** `keras.ops.image.pad_images`: zeros around. */
export const padImages = defineOperation({
  keras: 'PadImages',
  arguments: ['images'],
  config: (f) => ({
    channels: channelsOf(f),
    high: edgesOf(f, 'top_padding', 'bottom_padding', 'target_height'),
    wide: edgesOf(f, 'left_padding', 'right_padding', 'target_width'),
  }),
  lower: (g, { channels, high, wide }, call) =>
    onImages(g, tensorOf(g, call, 'images'), channels, call, (x) => {
      const [top, bottom] = padsOf(x, 2, high, call);
      const [left, right] = padsOf(x, 3, wide, call);
      return g.node('Pad', [x, g.ints([0, 0, top, left, 0, 0, bottom, right])]);
    }),
});

function padsOf(x: Value, axis: number, { before, after, target }: Edges, call: Call): readonly [number, number] {
  if (target === undefined) return [before ?? 0, after ?? 0];
  const rest = notNegative(target - knownSize(dimOf(x, axis), call) - (before ?? after ?? 0), call);
  return [before ?? rest, after ?? rest];
}
