import { type AnyLayer, defineLayer } from '../../define-layer.ts';
import { known } from '../../dims.ts';
import type { Fields } from '../../fields.ts';
import { permuteWeight } from '../../weight.ts';
import { type Channels, channelAxis, channelsFirst, channelsOf, range } from '../channels.ts';
import { expectFloat, expectRank } from '../expect.ts';
import { INT32, type Padding, slide, type Window } from '../window.ts';
import { expectPlainBias } from './bias.ts';

/** Fields that all convolutions share. Only Conv1D knows `causal`. */
export function readConv(f: Fields, rank: number, paddings: readonly Padding[]): Window & { bias: boolean; channels: Channels } {
  const sizes = { min: 1, max: INT32 } as const;
  return {
    kernel: f.ints('kernel_size', rank, sizes),
    strides: f.ints('strides', rank, { ...sizes, absent: 1 }),
    dilations: f.ints('dilation_rate', rank, { ...sizes, absent: 1 }),
    padding: f.oneOf('padding', paddings, 'valid'),
    channels: channelsOf(f),
    bias: f.boolean('use_bias', true),
  };
}

/**
 * Conv1D, Conv2D and Conv3D (keras/src/layers/convolutional/base_conv.py).
 *
 * x is [batch, ...spatial, channels], the kernel [...window, channels / groups, filters]; ONNX wants [filters, channels / groups, ...window].
 * The activation sees Keras' order of axes again, since softmax works on the last one.
 */
export const conv = (keras: string, rank: number): AnyLayer =>
  defineLayer({
    keras,
    config: (f) => {
      // LoRA is merged into the kernel when a model is saved (`save_own_variables`).
      f.ignore('lora_rank', 'lora_alpha');
      const shared = readConv(f, rank, rank === 1 ? ['valid', 'same', 'causal'] : ['valid', 'same']);
      if (Math.max(...shared.strides) > 1 && Math.max(...shared.dilations) > 1) throw f.wrong('dilation_rate', '1 where strides are not');
      const filters = f.int('filters', { min: 1, max: INT32 });
      const groups = f.int('groups', { min: 1, absent: 1 });
      if (filters % groups !== 0) throw f.wrong('groups', 'a divisor of filters');
      return { ...shared, filters, groups, activation: f.activation('activation') };
    },
    weights: ({ kernel, filters, groups, bias, channels }, [x]) => ({
      kernel: [...kernel, known(x, channelAxis(channels, rank)) / groups, filters],
      bias: bias ? [filters] : undefined,
    }),
    lower: (g, [x], { channels, bias, groups, activation, ...window }, call) => {
      expectRank(x, rank + 2, call);
      expectFloat(x, call);
      const kernel = permuteWeight(call.weight('kernel'), [rank + 1, rank, ...range(rank)]);
      const operands = [kernel, ...(bias ? [call.weight('bias')] : [])].map((weight) => g.constant(weight));
      const y = channelsFirst(g, x, channels, (x) => slide(g, 'Conv', [x, ...operands], window, { group: groups }));
      if (bias) expectPlainBias(g, y, channels, call);
      return activation.apply(g, y);
    },
  });
