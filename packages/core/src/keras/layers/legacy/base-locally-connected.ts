import type { GraphBuilder } from '../../../graph/builder.ts';
import { isKnown } from '../../../graph/dims.ts';
import type { Value } from '../../../graph/values.ts';
import { HorngateError } from '../../../words/error.ts';
import { type AnyLayer, defineLayer } from '../../define-layer.ts';
import { known } from '../../dims.ts';
import { mapWeight, type Weight } from '../../weight.ts';
import { connected, outputSizes, type Windows } from './windows.ts';

/** Connections between positions of the input and of the answer that one layer may have: they are counted out one by one. */
const MAX_CONNECTIONS = 4_000_000;

/**
 * `LocallyConnected1D` and `LocallyConnected2D` of Keras 2: a convolution whose weights differ from place to place
 * (tf_keras/src/layers/locally_connected/locally_connected1d.py).
 *
 * `implementation` says how the kernel is stored: 1 a matrix for each place, 2 all inputs by all outputs with what is not connected masked out, 3 only the
 * connected pairs. With 1, the padding can be `valid` only.
 */
export const locallyConnected = (keras: string, rank: number): AnyLayer =>
  defineLayer({
    keras,
    floats: true,
    config: (f) => {
      f.only('data_format', 'channels_last');
      const implementation = f.int('implementation', { min: 1, max: 3, absent: 1 });
      const padding = f.oneOf('padding', ['valid', 'same'], 'valid');
      if (implementation === 1 && padding === 'same') throw f.wrong('padding', '"valid"');
      return {
        implementation,
        padding,
        kernel: f.ints('kernel_size', rank, { min: 1, max: 1 << 16 }),
        strides: f.ints('strides', rank, { min: 1, max: 1 << 16, absent: 1 }),
        filters: f.int('filters', { min: 1, max: 1 << 24 }),
        bias: f.boolean('use_bias', true),
        activation: f.activation('activation'),
      };
    },
    weights: (config, [x]) => {
      const windows = windowsOf(config, x, rank);
      const [sizes, outputs, channels] = [windows.sizes, outputSizes(windows), known(x, -1)];
      const kernels = {
        1: () => [product(outputs), product(config.kernel) * channels, config.filters],
        2: () => [...sizes, channels, ...outputs, config.filters],
        3: () => [pairsOf(windows).reduce((sum, inputs) => sum + inputs.length, 0) * channels * config.filters],
      };
      return { kernel: kernels[config.implementation as 1 | 2 | 3](), bias: config.bias ? [...outputs, config.filters] : undefined };
    },
    lower: (g, [x], config, call) => {
      const windows = windowsOf(config, x, rank);
      const shape = { windows, channels: known(x, -1), filters: config.filters };
      const kernel = call.weight('kernel');
      const flat =
        config.implementation === 1
          ? byPlace(g, x, kernel, shape)
          : g.node('MatMul', [flattened(g, x), g.constant(dense(kernel, config.implementation, shape))]);
      const y = g.reshape(flat, [x.dims[0] ?? 1, ...outputSizes(windows), config.filters]);
      return config.activation.apply(g, config.bias ? g.node('Add', [y, g.constant(call.weight('bias'))]) : y);
    },
  });

interface Shape {
  readonly windows: Windows;
  readonly channels: number;
  readonly filters: number;
}

const product = (sizes: readonly number[]): number => sizes.reduce((all, size) => all * size, 1);

function windowsOf({ kernel, strides, padding }: Omit<Windows, 'sizes'>, x: Value, rank: number): Windows {
  if (x.dims.length !== rank + 2 || !x.dims.slice(1).every(isKnown))
    throw new HorngateError('HG_ARTIFACT_SHAPE', `Cannot call the layer as its input must have rank ${rank + 2} and known sizes`);
  const windows = { kernel, strides, padding, sizes: x.dims.slice(1, -1) as readonly number[] };
  if (outputSizes(windows).some((size) => size <= 0)) throw new HorngateError('HG_ARTIFACT_SHAPE', 'Cannot call the layer as its answer would be empty');
  return windows;
}

/** @throws HG_LIMIT_TENSOR past the connections that one layer may have. */
function pairsOf(windows: Windows): ReturnType<typeof connected> {
  const most = product(outputSizes(windows)) * product(windows.kernel);
  if (most > MAX_CONNECTIONS)
    throw new HorngateError(
      'HG_LIMIT_TENSOR',
      `Cannot compile a locally connected layer as it must have at most ${MAX_CONNECTIONS} connections: it has ${most}`,
    );
  return connected(windows);
}

/** [batch, …, channels] as [batch, all]. */
const flattened = (g: GraphBuilder, x: Value): Value => g.reshape(x, [x.dims[0] ?? 1, product(x.dims.slice(1) as readonly number[])]);

/** A matrix for each place: [places, window * channels, filters]. @returns [batch, places, filters] */
function byPlace(g: GraphBuilder, x: Value, kernel: Weight, { windows, channels }: Shape): Value {
  const pairs = pairsOf(windows);
  const batch = x.dims[0] ?? 1;
  const places = g.reshape(x, [batch, product(windows.sizes), channels]);
  const seen = g.node('Gather', [places, g.ints(pairs.flat())], { axis: 1 });
  const rows = g.transpose(g.reshape(seen, [batch, pairs.length, product(windows.kernel) * channels]), [1, 0, 2]);
  return g.transpose(g.node('MatMul', [rows, g.constant(kernel)]), [1, 0, 2]);
}

/** All inputs by all outputs, [sizes * channels, outputs * filters], zero where they are not connected. */
function dense(kernel: Weight, implementation: number, shape: Shape): Weight {
  const rows = product(shape.windows.sizes) * shape.channels;
  const columns = product(outputSizes(shape.windows)) * shape.filters;
  return mapWeight(kernel, `local${implementation}`, [rows, columns], (values) =>
    spread(values, implementation === 3, shape, new Float32Array(rows * columns), columns),
  );
}

/**
 * Fills a zeroed matrix at the connected pairs: from the same place of a whole one, or from a list of pairs, which is sorted by output, then by input
 * (tf_keras/src/utils/conv_utils.py, `conv_kernel_idxs`).
 */
function spread(values: Float32Array, listed: boolean, { windows, channels, filters }: Shape, out: Float32Array, columns: number): Float32Array {
  let next = 0;
  connected(windows).forEach((inputs, place) => {
    for (let filter = 0; filter < filters; filter++)
      for (const input of inputs)
        for (let channel = 0; channel < channels; channel++) {
          const at = (input * channels + channel) * columns + place * filters + filter;
          out[at] = values[listed ? next++ : at] as number;
        }
  });
  return out;
}
