import type { GraphBuilder } from '../../../graph/builder.ts';
import type { Value } from '../../../graph/values.ts';
import { type AnyLayer, defineLayer } from '../../define-layer.ts';
import { known } from '../../dims.ts';
import { permuteWeight, reshapeWeight, type Weight } from '../../weight.ts';
import { channelAxis, channelsFirst, range } from '../channels.ts';
import { expectFloat, expectRank } from '../expect.ts';
import { INT32, slide, type Window } from '../window.ts';
import { readConv } from './base-conv.ts';
import { expectPlainBias } from './bias.ts';

/**
 * DepthwiseConv1D and DepthwiseConv2D (keras/src/layers/convolutional/base_depthwise_conv.py): each channel has `depth_multiplier` filters of its own.
 *
 * Other than Conv, Keras takes strides and dilations together here (`_depthwise_conv_stride_dilation_decomposition`). Keras 2 also wrote `groups`.
 */
export const depthwiseConv = (keras: string, rank: number): AnyLayer =>
  defineLayer({
    keras,
    config: (f) => {
      f.only('groups', 1);
      f.only('filters');
      return {
        ...readConv(f, rank, ['valid', 'same']),
        multiplier: f.int('depth_multiplier', { min: 1, max: INT32, absent: 1 }),
        activation: f.activation('activation'),
      };
    },
    weights: ({ kernel, multiplier, channels, bias }, [x]) => {
      const count = known(x, channelAxis(channels, rank));
      return { kernel: [...kernel, count, multiplier], bias: bias ? [count * multiplier] : undefined };
    },
    lower: (g, [x], { channels, bias, activation, ...window }, call) => {
      expectRank(x, rank + 2, call);
      expectFloat(x, call);
      const biases = bias ? [g.constant(call.weight('bias'))] : [];
      const y = channelsFirst(g, x, channels, (x) => depthwise(g, x, call.weight('kernel'), biases, window));
      if (bias) expectPlainBias(g, y, channels, call);
      return activation.apply(g, y);
    },
  });

/**
 * x is [batch, channels, ...spatial], the kernel [...window, channels, multiplier]: output channel `c * multiplier + m` is filter `m` of channel `c`, as
 * ONNX has it for as many groups as channels.
 */
export function depthwise(g: GraphBuilder, x: Value, kernel: Weight, biases: readonly Value[], window: Window): Value {
  const rank = window.kernel.length;
  const [channels = 1, multiplier = 1] = kernel.dims.slice(rank);
  const byChannel = reshapeWeight(permuteWeight(kernel, [rank, rank + 1, ...range(rank)]), [channels * multiplier, 1, ...window.kernel]);
  return slide(g, 'Conv', [x, g.constant(byChannel), ...biases], window, { group: channels });
}
