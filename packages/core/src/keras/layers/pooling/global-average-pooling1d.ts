import { defineLayer } from '../../define-layer.ts';
import { channelAxis, spatialAxes } from '../channels.ts';
import { expectRank } from '../expect.ts';
import { readGlobal } from './base-global-pooling.ts';

/**
 * `keras.layers.GlobalAveragePooling1D`: the mean over time (keras/src/layers/pooling/global_average_pooling1d.py).
 *
 * Alone among the poolings it honours the mask: masked steps count neither above nor below the line, be they NaN. A sequence without
 * a step left is 0 / 0, which is NaN in Keras too.
 */
export const globalAveragePooling1d = defineLayer({
  keras: 'GlobalAveragePooling1D',
  floats: true,
  config: readGlobal,
  lower: (g, [x], { channels, keepdims }, call) => {
    expectRank(x, 3, call);
    const over = [g.ints(spatialAxes(channels, 1)), { keepdims: Number(keepdims) }] as const;
    if (x.mask === undefined) return g.node('ReduceMean', [x, over[0]], over[1]);
    if (x.mask.dims.length !== 2) throw call.refuse('HG_UNSUPPORTED_MASK', `Cannot compile "${call.name}" unless its mask is [batch, time]`);
    const mask = g.node('Unsqueeze', [x.mask, g.ints([channelAxis(channels, 1)])]);
    const kept = g.node('Where', [mask, x, g.scalar(0)]);
    return g.node('Div', [g.node('ReduceSum', [kept, over[0]], over[1]), g.node('ReduceSum', [g.cast(mask, x.dtype), over[0]], over[1])]);
  },
});
