import { type AnyLayer, defineLayer } from '../../define-layer.ts';
import type { Fields } from '../../fields.ts';
import { extreme } from '../../ops/base-reduction.ts';
import { type Channels, channelsOf, spatialAxes } from '../channels.ts';
import { expectOneOf, expectRank } from '../expect.ts';

/** Fields that all global poolings share. */
export const readGlobal = (f: Fields): { readonly channels: Channels; readonly keepdims: boolean } => ({
  channels: channelsOf(f),
  keepdims: f.boolean('keepdims', false),
});

/**
 * Global poolings without a mask (keras/src/layers/pooling/base_global_pooling.py): one number a channel, the spatial axes gone, or 1 with `keepdims`.
 *
 * The mean of whole numbers is a float (`ops.mean`), their maximum is of their own type.
 */
export const globalPooling = (keras: string, rank: number, op: 'ReduceMax' | 'ReduceMean'): AnyLayer =>
  defineLayer({
    keras,
    floats: op === 'ReduceMean',
    config: readGlobal,
    lower: (g, [x], { channels, keepdims }, call) => {
      expectRank(x, rank + 2, call);
      expectOneOf(x, ['float32', 'float64', 'int32', 'int64'], call);
      const axes = spatialAxes(channels, rank);
      return op === 'ReduceMax' ? extreme(g, op, x, { axes, keep: keepdims }) : g.node(op, [x, g.ints(axes)], { keepdims: Number(keepdims) });
    },
  });
