import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import type { Call } from '../define-layer.ts';
import { type Channels, channelsFirst } from '../layers/channels.ts';

/** Runs `apply` on [batch, channels, height, width], be the argument one image or a batch of them. @throws HG_ARTIFACT_SHAPE for other ranks. */
export function onImages(g: GraphBuilder, x: Value, channels: Channels, call: Call, apply: (x: Value) => Value): Value {
  const rank = x.dims.length;
  if (rank !== 3 && rank !== 4) throw call.refuse('HG_ARTIFACT_SHAPE', `Cannot take a tensor of rank ${rank} for an image or a batch of them`);
  if (rank === 4) return channelsFirst(g, x, channels, apply);
  const y = channelsFirst(g, g.node('Unsqueeze', [x, g.ints([0])]), channels, apply);
  return g.node('Squeeze', [y, g.ints([0])]);
}

/** One image or a batch as [batch, channels, height, width], for what does not give images back. */
export function asBatch(g: GraphBuilder, x: Value, channels: Channels, call: Call): Value {
  if (x.dims.length === 3) return asBatch(g, g.node('Unsqueeze', [x, g.ints([0])]), channels, call);
  if (x.dims.length !== 4) throw call.refuse('HG_ARTIFACT_SHAPE', `Cannot take a tensor of rank ${x.dims.length} for an image or a batch of them`);
  return channels === 'channels_first' ? x : g.transpose(x, [0, 3, 1, 2]);
}
