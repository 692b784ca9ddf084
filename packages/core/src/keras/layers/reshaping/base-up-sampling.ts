import type { GraphBuilder } from '../../../graph/builder.ts';
import { scaleDim } from '../../../graph/dims.ts';
import type { Value } from '../../../graph/values.ts';
import { type AnyLayer, defineLayer } from '../../define-layer.ts';
import type { Fields } from '../../fields.ts';
import { type Channels, channelsFirst, channelsOf } from '../channels.ts';
import { expectFloat, expectOneOf, expectRank } from '../expect.ts';
import { INT32 } from '../window.ts';

const MODES = { nearest: {}, bilinear: { mode: 'linear', coordinate_transformation_mode: 'half_pixel' } } as const;

interface Config {
  readonly size: readonly number[];
  readonly channels: Channels;
  readonly mode: keyof typeof MODES;
}

/**
 * UpSampling1D to 3D: each cell `size` times along each spatial axis (keras/src/layers/reshaping/up_sampling2d.py). The mask ends here.
 *
 * Bilinear is TensorFlow's, without antialiasing: pixels have their centre at a half, and edges repeat.
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

/** Cubic and Lanczos kernels have other weights in ONNX. */
function modeOf(f: Fields): keyof typeof MODES {
  f.only('interpolation', 'nearest', 'bilinear');
  return f.oneOf('interpolation', ['nearest', 'bilinear'], 'nearest');
}

/** x is [batch, channels, ...spatial]. Whole factors make `floor(to / factor)` the cell that is repeated. */
function scaled(g: GraphBuilder, x: Value, size: readonly number[], mode: keyof typeof MODES): Value {
  const factors = [1, 1, ...size];
  const repeating = { mode: 'nearest', coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' };
  return g.node(
    'Resize',
    [x, null, g.floats(factors, [factors.length])],
    mode === 'nearest' ? repeating : MODES[mode],
    x.dims.map((dim, axis) => scaleDim(dim, factors[axis] ?? 1)),
  );
}
