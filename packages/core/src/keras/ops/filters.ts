import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import type { Call } from '../define-layer.ts';
import { known } from '../dims.ts';
import { type Padding, windowAttributes } from '../layers/window.ts';

/** Largest filter: its weights are made now. */
const MAX_FILTER = 1 << 16;

/** A bell curve of `size` cells that sums up to 1. */
export function gaussian(size: number, sigma: number): readonly number[] {
  const bell = Array.from({ length: size }, (_, at) => Math.exp(-0.5 * ((at - (size - 1) / 2) / sigma) ** 2));
  const sum = bell.reduce((total, value) => total + value, 0);
  return bell.map((value) => value / sum);
}

/** Each channel of [batch, channels, height, width] with the same filter, or several of them in turn. @throws HG_UNSUPPORTED_FIELD for a huge one. */
export function filtered(
  g: GraphBuilder,
  x: Value,
  filters: readonly (readonly number[])[],
  kernel: readonly [number, number],
  padding: Padding,
  call: Call,
): Value {
  const channels = known(x, 1);
  const count = channels * filters.length;
  const each = new Float32Array(filters.flat());
  const window = { kernel, strides: [1, 1], dilations: [1, 1], padding };
  const dims = [count, 1, ...kernel];
  const read = (): Uint8Array => {
    const all = new Float32Array(channels * each.length);
    for (let channel = 0; channel < channels; channel++) all.set(each, channel * each.length);
    return new Uint8Array(all.buffer);
  };
  return g.node('Conv', [x, g.constant({ dtype: 'float32', dims, read })], { ...windowAttributes(x, window, call), group: channels });
}

export function expectFilter(size: readonly number[], call: Call): readonly [number, number] {
  const [high = 1, wide = 1] = size;
  if (high * wide > MAX_FILTER) throw call.refuse('HG_UNSUPPORTED_FIELD', `Cannot compile a filter of ${high} x ${wide} cells`);
  return [high, wide];
}
