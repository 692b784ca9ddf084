import type { GraphBuilder } from '../../graph/builder.ts';
import { broadcastDims } from '../../graph/dims.ts';
import type { Value } from '../../graph/values.ts';
import type { Call } from '../define-layer.ts';
import type { Fields } from '../fields.ts';
import { dtypeOrNull } from './dtype-or-null.ts';
import { expandTo } from './expand-to.ts';
import { numberAs } from './number-as.ts';

export interface Spacing {
  readonly count: number;
  readonly endpoint: boolean;
  readonly axis: number;
  readonly dtype: ReturnType<typeof dtypeOrNull>;
}

export const spacingFields = (f: Fields): Spacing => ({
  count: f.int('num', { absent: 50, min: 1, max: 2 ** 31 - 1 }),
  endpoint: f.boolean('endpoint', true),
  axis: f.int('axis', { absent: 0 }),
  dtype: dtypeOrNull(f),
});

/**
 * Numbers at equal distances between two floats, along a new axis (`linspace` of Keras' TensorFlow backend, `tf.linspace`).
 * Both ends come out as they are.
 */
export function spaced(g: GraphBuilder, start: Value, stop: Value, { count, endpoint, axis }: Spacing, call: Call): Value {
  const dims = broadcastDims(start.dims, stop.dims);
  if (dims === undefined) throw call.refuse('HG_ARTIFACT_SHAPE', 'Cannot find numbers between tensors that do not fit');
  if (axis < -dims.length - 1 || axis > dims.length) throw call.refuse('HG_ARTIFACT_SHAPE', `Cannot put numbers along axis ${axis} of ${dims.length + 1}`);
  const at = axis < 0 ? axis + dims.length + 1 : axis;
  const over = (from: Value, to: Value, steps: number): Value => g.node('Div', [g.node('Sub', [to, from]), numberAs(g, steps, from.dtype)]);
  const last = endpoint || count === 1 ? stop : g.node('Sub', [stop, over(start, stop, count)]);
  const [from, to] = [expandTo(g, start, dims, stop), expandTo(g, last, dims, start)].map((end) => g.node('Unsqueeze', [end, g.ints([at])])) as [Value, Value];
  if (count === 1) return from;
  if (count === 2) return g.node('Concat', [from, to], { axis: at });
  const range = g.node('Range', [g.scalar(1, 'int64'), g.scalar(count - 1, 'int64'), g.scalar(1, 'int64')]);
  const places = g.node('Unsqueeze', [g.cast(range, from.dtype), g.ints(dims.slice(at).map((_, index) => index + 1))]);
  const between = g.node('Add', [from, g.node('Mul', [over(from, to, count - 1), dims.length === at ? g.cast(range, from.dtype) : places])]);
  return g.node('Concat', [from, between, to], { axis: at });
}
