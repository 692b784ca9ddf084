import type { GraphBuilder } from '../../graph/builder.ts';
import type { Dims } from '../../graph/dims.ts';
import type { Value } from '../../graph/values.ts';
import { defineOperation } from '../define-operation.ts';
import { dimOf, known } from '../dims.ts';
import { expectFloat, expectRank } from '../layers/expect.ts';
import { INT32 } from '../layers/window.ts';
import { tensorOf } from './operands.ts';
import type { Sliding } from './patches.ts';
import { foldFields } from './unfold.ts';

/** Each cell of a window is a node: a window of more is refused. */
const MAX_CELLS = 64;

/** `keras.ops.fold`: overlapping windows [batch, channels * window, windows] are added up to [batch, channels, height, width]. */
export const fold = defineOperation({
  keras: 'Fold',
  arguments: ['x'],
  config: (f) => ({ ...foldFields(f), output: f.ints('output_size', 2, { min: 1, max: INT32 }) }),
  lower: (g, { size, dilation, padding, stride, output }, call) => {
    const x = tensorOf(g, call);
    expectRank(x, 3, call);
    expectFloat(x, call);
    const [high, wide] = [0, 1].map((axis) => {
      const window = { size: size[axis] ?? 1, stride: stride[axis] ?? 1, dilation: dilation[axis] ?? 1 };
      const whole = (output[axis] ?? 1) + 2 * (padding[axis] ?? 0);
      const count = Math.floor((whole - window.dilation * (window.size - 1) - 1) / window.stride) + 1;
      if (count < 1 || window.size > MAX_CELLS) throw call.refuse('HG_UNSUPPORTED_FIELD', `Cannot fold ${count} windows of ${window.size} cells`);
      return { window, whole, count, padding: padding[axis] ?? 0 };
    }) as [Axis, Axis];
    const channels = known(x, 1) / (high.window.size * wide.window.size);
    const apart = g.reshape(x, [dimOf(x, 0), channels, high.window.size, wide.window.size, high.count, wide.count]);
    // [batch, channels, cell, column, height], then [batch, channels, height, width]
    const rows = added(g, g.transpose(apart, [0, 1, 3, 5, 2, 4]), high);
    return added(g, g.transpose(rows, [0, 1, 4, 2, 3]), wide);
  },
});

interface Axis {
  readonly window: Sliding;
  readonly whole: number;
  readonly count: number;
  readonly padding: number;
}

/** [..., cell, window] added up to [..., size]: the windows of each cell, spread by the stride, moved by the dilation. */
function added(g: GraphBuilder, x: Value, { window, whole, count, padding }: Axis): Value {
  const before = x.dims.slice(0, -2);
  const cells = Array.from({ length: window.size }, (_, cell) => {
    const one = g.node('Squeeze', [cut(g, x, x.dims.length - 2, cell, cell + 1), g.ints([x.dims.length - 2])]);
    const apart = spreadOut(g, one, before, count, window.stride);
    const start = cell * window.dilation;
    const long = cut(g, apart, before.length, 0, (count - 1) * window.stride + 1);
    return pad(g, long, start, whole - start - (count - 1) * window.stride - 1);
  });
  const sum = cells.length === 1 ? (cells[0] as Value) : g.node('Sum', cells);
  return padding === 0 ? sum : cut(g, sum, before.length, padding, whole - padding);
}

/** `stride - 1` zeros behind each element of the last axis. */
function spreadOut(g: GraphBuilder, x: Value, before: Dims, count: number, stride: number): Value {
  if (stride === 1) return x;
  const column = pad(g, g.node('Unsqueeze', [x, g.ints([x.dims.length])]), 0, stride - 1);
  return g.reshape(column, [...before, count * stride]);
}

const cut = (g: GraphBuilder, x: Value, axis: number, from: number, to: number): Value =>
  g.node('Slice', [x, g.ints([from]), g.ints([to]), g.ints([axis])], {}, x.dims.with(axis, to - from));

function pad(g: GraphBuilder, x: Value, begin: number, end: number): Value {
  if (begin === 0 && end === 0) return x;
  const none = x.dims.slice(1).map(() => 0);
  return g.node('Pad', [x, g.ints([...none, begin, ...none, end])]);
}
