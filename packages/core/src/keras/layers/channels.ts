import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import type { Fields } from '../fields.ts';

/** Where Keras keeps the channels of an image: behind its spatial axes, or before them. ONNX wants them before. */
export type Channels = 'channels_last' | 'channels_first';

/**
 * Reads `data_format`. Null and absent mean the writer's own `~/.keras/keras.json`, which is no part of the file: channels last, as Keras ships
 * (keras/src/backend/config.py, `image_data_format`).
 */
export const channelsOf = (f: Fields): Channels =>
  f.raw('data_format') === null ? 'channels_last' : f.oneOf('data_format', ['channels_last', 'channels_first'], 'channels_last');

/** The axis of the channels in a value of `rank` spatial axes. */
export const channelAxis = (channels: Channels, rank: number): number => (channels === 'channels_first' ? 1 : rank + 1);

/** The spatial axes of a value, in order. */
export const spatialAxes = (channels: Channels, rank: number): readonly number[] => range(rank).map((axis) => axis + (channels === 'channels_first' ? 2 : 1));

/** Runs `apply` on [batch, channels, ...spatial] and gives its answer back in the order of the layer. A pass cancels the moves that meet. */
export function channelsFirst(g: GraphBuilder, x: Value, channels: Channels, apply: (x: Value) => Value): Value {
  if (channels === 'channels_first') return apply(x);
  const spatial = x.dims.length - 2;
  const moved = apply(g.transpose(x, [0, spatial + 1, ...range(spatial).map((axis) => axis + 1)]));
  return g.transpose(moved, [0, ...range(spatial).map((axis) => axis + 2), 1]);
}

export const range = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);
