import { multiplyDims } from '../../../graph/dims.ts';
import { defineLayer } from '../../define-layer.ts';
import { channelsOf, range } from '../channels.ts';

/**
 * `keras.layers.Flatten`: all axes but the batch as one; a value that is the batch alone gets an axis of 1 (keras/src/layers/reshaping/flatten.py).
 *
 * With channels first the channels go behind the spatial axes first, so that the weights of a Dense behind it fit either order. The mask ends here.
 */
export const flatten = defineLayer({
  keras: 'Flatten',
  config: (f) => ({ channels: channelsOf(f) }),
  lower: (g, [x], { channels }) => {
    const rank = x.dims.length;
    const last = channels === 'channels_first' && rank > 2 ? g.transpose(x, [0, ...range(rank - 2).map((axis) => axis + 2), 1]) : x;
    return g.reshape(last, [...last.dims.slice(0, 1), multiplyDims(last.dims.slice(1))]);
  },
});
