import type { GraphBuilder } from '../../../graph/builder.ts';
import { scaleDim } from '../../../graph/dims.ts';
import type { Value } from '../../../graph/values.ts';
import { type AnyLayer, defineLayer } from '../../define-layer.ts';
import { dimOf } from '../../dims.ts';
import type { Fields } from '../../fields.ts';
import { type Interpolation, resample, type Target } from '../../images/resample.ts';
import { scalarSize } from '../../ops/numbers.ts';
import { type Channels, channelsFirst, channelsOf } from '../channels.ts';
import { expectFloat, expectOneOf, expectRank } from '../expect.ts';
import { INT32 } from '../window.ts';

interface Config {
  readonly size: readonly number[];
  readonly channels: Channels;
  readonly mode: Interpolation;
}

/**
 * UpSampling1D to 3D: each cell `size` times along each spatial axis (keras/src/layers/reshaping/up_sampling2d.py). The mask ends here.
 *
 * All others are those of `keras.ops.image.resize`, without antialiasing.
 */
export const upSampling = (keras: string, rank: number): AnyLayer =>
  defineLayer({
    keras,
    config: (f): Config => ({
      size: f.ints('size', rank, { min: 1, max: INT32, absent: 2 }),
      channels: rank === 1 ? 'channels_last' : channelsOf(f),
      mode: rank === 2 ? modeOf(f) : 'nearest',
    }),
    lower: (g, [x], { size, channels, mode }, call) => {
      expectRank(x, rank + 2, call);
      if (mode === 'nearest') expectOneOf(x, ['float32', 'int32', 'uint8', 'int8'], call);
      else expectFloat(x, call);
      return channelsFirst(g, x, channels, (x) => scaled(g, x, size, mode));
    },
  });

/** `area` is none that the layer takes (keras/src/layers/reshaping/up_sampling2d.py). */
const modeOf = (f: Fields): Interpolation => f.oneOf('interpolation', ['nearest', 'bilinear', 'bicubic', 'lanczos3', 'lanczos5'], 'nearest');

/** x is [batch, channels, ...spatial]. Whole factors make `floor(to / factor)` the cell that is repeated. */
function scaled(g: GraphBuilder, x: Value, size: readonly number[], interpolation: Interpolation): Value {
  if (interpolation !== 'nearest') {
    const [height, width] = size.map((factor, axis) => times(g, x, axis + 2, factor)) as [Target, Target];
    return resample(g, x, height, width, { interpolation, antialias: false });
  }
  const factors = [1, 1, ...size];
  const repeating = { mode: 'nearest', coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' };
  const dims = x.dims.map((dim, axis) => scaleDim(dim, factors[axis] ?? 1));
  return g.node('Resize', [x, null, g.floats(factors, [factors.length])], repeating, dims);
}

function times(g: GraphBuilder, x: Value, axis: number, factor: number): Target {
  const dim = dimOf(x, axis);
  return { dim: scaleDim(dim, factor), size: g.node('Mul', [scalarSize(g, x, dim), g.scalar(factor, 'int64')]) };
}
