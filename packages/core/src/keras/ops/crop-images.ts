import type { GraphBuilder } from '../../graph/builder.ts';
import { addDims, isKnown } from '../../graph/dims.ts';
import type { Value } from '../../graph/values.ts';
import type { Call } from '../define-layer.ts';
import { defineOperation } from '../define-operation.ts';
import { dimOf } from '../dims.ts';
import { onImages } from '../images/batched.ts';
import { channelsOf } from '../layers/channels.ts';
import { type Edges, edgesOf, knownSize, notNegative } from './edges.ts';
import { scalarSize } from './numbers.ts';
import { tensorOf } from './operands.ts';

/** `keras.ops.image.crop_images`: what is left without some edges. */
export const cropImages = defineOperation({
  keras: 'CropImages',
  arguments: ['images'],
  config: (f) => ({
    channels: channelsOf(f),
    high: edgesOf(f, 'top_cropping', 'bottom_cropping', 'target_height'),
    wide: edgesOf(f, 'left_cropping', 'right_cropping', 'target_width'),
  }),
  lower: (g, { channels, high, wide }, call) =>
    onImages(g, tensorOf(g, call, 'images'), channels, call, (x) => cropped(g, cropped(g, x, 2, high, call), 3, wide, call)),
});

function cropped(g: GraphBuilder, x: Value, axis: number, { before, after, target }: Edges, call: Call): Value {
  const dim = dimOf(x, axis);
  const start = before ?? notNegative(knownSize(dim, call) - (target ?? 0) - (after ?? 0), call);
  const size = target ?? addDims(dim, -start, -(after ?? 0));
  const least = start + (target ?? after ?? 0);
  if (isKnown(dim)) notNegative(dim - least, call);
  else {
    const fits = g.node('GreaterOrEqual', [scalarSize(g, x, dim), g.scalar(least, 'int64')]);
    g.guard({ value: fits, code: 'HG_INPUT_SHAPE', message: `Cannot crop an image in "${call.name}" that has less than ${least} cells` });
  }
  const end = target === undefined ? (after === 0 ? Number.MAX_SAFE_INTEGER : -(after ?? 0)) : start + target;
  return g.node('Slice', [x, g.ints([start]), g.ints([end]), g.ints([axis])], {}, x.dims.with(axis, size));
}
