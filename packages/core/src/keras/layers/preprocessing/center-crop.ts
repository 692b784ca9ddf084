import type { GraphBuilder } from '../../../graph/builder.ts';
import { addDims, isKnown } from '../../../graph/dims.ts';
import type { Value } from '../../../graph/values.ts';
import { type Call, defineLayer } from '../../define-layer.ts';
import { dimOf } from '../../dims.ts';
import { cropToAspect } from '../../images/aspect.ts';
import { resample, target } from '../../images/resample.ts';
import { scalarSize } from '../../ops/numbers.ts';
import { channelsFirst, channelsOf } from '../channels.ts';
import { expectRank } from '../expect.ts';
import { INT32 } from '../window.ts';

/**
 * `keras.layers.CenterCrop`: the middle of an image; one that is known to be too small is cut to the wanted aspect ratio and resized instead
 * (keras/src/layers/preprocessing/image_preprocessing/center_crop.py). Where a call decides the size, Keras cuts in any case: a smaller image is refused then.
 */
export const centerCrop = defineLayer({
  keras: 'CenterCrop',
  floats: true,
  config: (f) => ({ height: f.int('height', { min: 1, max: INT32 }), width: f.int('width', { min: 1, max: INT32 }), channels: channelsOf(f) }),
  lower: (g, [x], { height, width, channels }, call) => {
    expectRank(x, 4, call);
    const sizes = [height, width] as const;
    return channelsFirst(g, x, channels, (images) => {
      const small = sizes.some((size, at) => {
        const dim = dimOf(images, at + 2);
        return isKnown(dim) && dim < size;
      });
      if (!small) return sizes.reduce<Value>((y, size, at) => middle(g, y, at + 2, size, call), images);
      return resample(g, cropToAspect(g, images, sizes, true), target(g, height), target(g, width), { interpolation: 'bilinear', antialias: false });
    });
  },
});

function middle(g: GraphBuilder, x: Value, axis: number, size: number, call: Call): Value {
  const dim = dimOf(x, axis);
  if (isKnown(dim)) {
    const start = Math.floor((dim - size) / 2);
    return g.node('Slice', [x, g.ints([start]), g.ints([start + size]), g.ints([axis])], {}, x.dims.with(axis, size));
  }
  const rest = g.node('Sub', [scalarSize(g, x, addDims(dim)), g.scalar(size, 'int64')]);
  const fits = g.node('GreaterOrEqual', [rest, g.scalar(0, 'int64')]);
  g.guard({ value: fits, code: 'HG_INPUT_SHAPE', message: `Cannot cut ${size} cells out of the middle in "${call.name}" unless the image has as many` });
  const start = g.node('Unsqueeze', [g.node('Div', [rest, g.scalar(2, 'int64')]), g.ints([0])]);
  const end = g.node('Add', [start, g.ints([size])]);
  return g.node('Slice', [x, start, end, g.ints([axis])], {}, x.dims.with(axis, size));
}
