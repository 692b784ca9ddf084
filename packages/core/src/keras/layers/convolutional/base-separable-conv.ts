import { type AnyLayer, defineLayer } from '../../define-layer.ts';
import { known } from '../../dims.ts';
import { permuteWeight } from '../../weight.ts';
import { channelAxis, channelsFirst, range } from '../channels.ts';
import { expectFloat, expectRank } from '../expect.ts';
import { INT32 } from '../window.ts';
import { readConv } from './base-conv.ts';
import { depthwise } from './base-depthwise-conv.ts';
import { expectPlainBias } from './bias.ts';

/**
 * SeparableConv1D and SeparableConv2D (keras/src/layers/convolutional/base_separable_conv.py): a depthwise convolution, then one of window 1 with the bias.
 *
 * The padding `causal`, which SeparableConv1D had in Keras 2, is gone in Keras 3, and refused where that wrote the file.
 */
export const separableConv = (keras: string, rank: number): AnyLayer =>
  defineLayer({
    keras,
    config: (f) => {
      f.only('groups', 1);
      return {
        ...readConv(f, rank, rank === 1 && f.writer === 2 ? ['valid', 'same', 'causal'] : ['valid', 'same']),
        filters: f.int('filters', { min: 1, max: INT32 }),
        multiplier: f.int('depth_multiplier', { min: 1, max: INT32, absent: 1 }),
        activation: f.activation('activation'),
      };
    },
    weights: ({ kernel, multiplier, filters, channels, bias }, [x]) => {
      const count = known(x, channelAxis(channels, rank));
      return {
        depthwise_kernel: [...kernel, count, multiplier],
        pointwise_kernel: [...kernel.map(() => 1), count * multiplier, filters],
        bias: bias ? [filters] : undefined,
      };
    },
    lower: (g, [x], { channels, bias, activation, ...window }, call) => {
      expectRank(x, rank + 2, call);
      expectFloat(x, call);
      const pointwise = permuteWeight(call.weight('pointwise_kernel'), [rank + 1, rank, ...range(rank)]);
      const operands = [pointwise, ...(bias ? [call.weight('bias')] : [])].map((weight) => g.constant(weight));
      const y = channelsFirst(g, x, channels, (x) => g.node('Conv', [depthwise(g, x, call.weight('depthwise_kernel'), [], window), ...operands]));
      if (bias) expectPlainBias(g, y, channels, call);
      return activation.apply(g, y);
    },
  });
