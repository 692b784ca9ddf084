import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import type { Call } from '../define-layer.ts';
import { known } from '../dims.ts';
import { channelAxis, range } from '../layers/channels.ts';
import { expectFloat } from '../layers/expect.ts';
import { slide, type Window } from '../layers/window.ts';
import { tensorOf } from './operands.ts';
import { type WindowFields, windowOf } from './window-fields.ts';

/** An input [batch, ...spatial, channels] and a kernel [...window, channels, filters], both float32 and of one rank. */
export function convOperands(g: GraphBuilder, call: Call, kernel: string, ranks: readonly number[]): readonly [x: Value, kernel: Value] {
  const [x, k] = [tensorOf(g, call, 'inputs'), tensorOf(g, call, kernel)];
  for (const value of [x, k]) expectFloat(value, call);
  if (!ranks.includes(x.dims.length - 2) || k.dims.length !== x.dims.length)
    throw call.refuse('HG_ARTIFACT_SHAPE', `Cannot convolve a tensor of rank ${x.dims.length} with a kernel of rank ${k.dims.length}`);
  return [x, k];
}

/** The window of a kernel. @throws HG_ARTIFACT_SHAPE where the kernel has not as many channels as the input. */
export function kernelWindow(x: Value, kernel: Value, fields: WindowFields, call: Call): Window {
  const rank = x.dims.length - 2;
  const channels = known(x, channelAxis(fields.channels, rank));
  if (known(kernel, -2) !== channels) throw call.refuse('HG_ARTIFACT_SHAPE', `Cannot convolve ${channels} channels with a kernel of ${known(kernel, -2)}`);
  return windowOf(
    range(rank).map((axis) => known(kernel, axis)),
    fields,
    call,
  );
}

/** A convolution of all channels with a kernel in Keras' order; x is [batch, channels, ...spatial]. */
export function convolved(g: GraphBuilder, x: Value, kernel: Value, window: Window | undefined): Value {
  const rank = x.dims.length - 2;
  const moved = g.transpose(kernel, [rank + 1, rank, ...range(rank)]);
  return window === undefined ? g.node('Conv', [x, moved], { group: 1 }) : slide(g, 'Conv', [x, moved], window, { group: 1 });
}

/** Each channel with filters of its own; the kernel is [...window, channels, multiplier]. */
export function convolvedByChannel(g: GraphBuilder, x: Value, kernel: Value, window: Window): Value {
  const rank = x.dims.length - 2;
  const [channels, multiplier] = [known(kernel, -2), known(kernel, -1)];
  const moved = g.reshape(g.transpose(kernel, [rank, rank + 1, ...range(rank)]), [channels * multiplier, 1, ...window.kernel]);
  return slide(g, 'Conv', [x, moved], window, { group: channels });
}
