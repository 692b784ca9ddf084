import { type AnyLayer, type Call, defineLayer } from '../../define-layer.ts';
import { known } from '../../dims.ts';
import type { Fields } from '../../fields.ts';
import { permuteWeight } from '../../weight.ts';
import { channelAxis, channelsFirst, range } from '../channels.ts';
import { expectFloat, expectRank } from '../expect.ts';
import { INT32 } from '../window.ts';
import { readConv } from './base-conv.ts';
import { expectPlainBias } from './bias.ts';

/** What a transposed convolution does to one axis. */
interface Axis {
  /** Cells from the first to the last that one cell of the input reaches. */
  readonly reach: number;
  readonly stride: number;
  readonly padding: 'valid' | 'same';
  /** Cells beyond the least answer; undefined for Keras' own choice. */
  readonly more: number | undefined;
}

/**
 * Conv1DTranspose, Conv2DTranspose and Conv3DTranspose (keras/src/layers/convolutional/base_conv_transpose.py).
 *
 * x is [batch, ...spatial, channels], the kernel [...window, filters, channels]; ONNX wants [channels, filters, ...window]. The size of the answer is
 * Keras' own (`_get_output_shape_given_tf_padding`), what it leaves out at the start is TensorFlow's: the gradient of a convolution of that size.
 * Keras 2 also wrote `groups`.
 */
export const convTranspose = (keras: string, rank: number): AnyLayer =>
  defineLayer({
    keras,
    config: (f) => {
      f.only('groups', 1);
      const shared = readConv(f, rank, ['valid', 'same']);
      if (Math.max(...shared.strides) > 1 && Math.max(...shared.dilations) > 1) throw f.wrong('dilation_rate', '1 where strides are not');
      return { ...shared, more: readMore(f, shared.strides), filters: f.int('filters', { min: 1, max: INT32 }), activation: f.activation('activation') };
    },
    weights: ({ kernel, filters, bias, channels }, [x]) => ({
      kernel: [...kernel, filters, known(x, channelAxis(channels, rank))],
      bias: bias ? [filters] : undefined,
    }),
    lower: (g, [x], { channels, bias, activation, more, kernel, strides, dilations, padding }, call) => {
      expectRank(x, rank + 2, call);
      expectFloat(x, call);
      const axes = kernel.map((size, axis): Axis => {
        const stride = strides[axis] ?? 1;
        return { reach: (dilations[axis] ?? 1) * (size - 1) + 1, stride, padding: padding === 'same' ? 'same' : 'valid', more: more?.[axis] };
      });
      const cuts = axes.map((axis) => cutOf(axis, call));
      const attributes = {
        kernel_shape: kernel,
        strides,
        dilations,
        pads: [...cuts.map(([begin]) => begin), ...cuts.map(([, end]) => Math.max(end, 0))],
        output_padding: cuts.map(([, end]) => Math.max(-end, 0)),
      };
      const weight = permuteWeight(call.weight('kernel'), [rank + 1, rank, ...range(rank)]);
      const operands = [weight, ...(bias ? [call.weight('bias')] : [])].map((weight) => g.constant(weight));
      const y = channelsFirst(g, x, channels, (x) => g.node('ConvTranspose', [x, ...operands], attributes));
      if (bias) expectPlainBias(g, y, channels, call);
      return activation.apply(g, y);
    },
  });

function readMore(f: Fields, strides: readonly number[]): readonly number[] | undefined {
  if ((f.raw('output_padding') ?? null) === null) return undefined;
  const more = f.ints('output_padding', strides.length, { min: 0, max: INT32 });
  if (more.some((size, axis) => size >= (strides[axis] ?? 1))) throw f.wrong('output_padding', 'less than the strides');
  return more;
}

/**
 * Cells of the full answer, (size - 1) * stride + reach, that are left out before and after; below 0 where zeros are added after it.
 *
 * @throws HG_ARTIFACT_SHAPE where TensorFlow finds that no input of this size belongs to the answer.
 */
function cutOf({ reach, stride, padding, more }: Axis, call: Call): readonly [begin: number, end: number] {
  if (padding === 'valid') return [0, -(more ?? Math.max(stride - reach, 0))];
  const odd = reach % 2;
  if (more !== undefined && odd + more === 0)
    throw call.refuse('HG_ARTIFACT_SHAPE', `Cannot call "${call.name}" with an even window, the padding "same" and an output padding of 0`);
  const cut = more === undefined ? reach - stride : reach - odd - more;
  const begin = Math.floor(Math.max(cut, 0) / 2);
  return [begin, cut - begin];
}
