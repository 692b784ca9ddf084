import type { GraphBuilder } from '../../../graph/builder.ts';
import { type Dims, isKnown, multiplyDims } from '../../../graph/dims.ts';
import type { Value } from '../../../graph/values.ts';
import type { Call } from '../../define-layer.ts';
import { maskedSoftmax } from '../activations/softmax.ts';

/** Query, key and value as heads: [batch, …axes, heads, width]. */
export interface Heads {
  readonly q: Value;
  readonly k: Value;
  readonly v: Value;
}

export interface Attending {
  /** The axes that are attended over, in Keras' order; all others stand for themselves. */
  readonly axes: readonly number[];
  /** What each step may see, as the scores are: [batch, …others, heads, …targets, …sources], or broadcast to it. */
  readonly mask: Value | undefined;
  /** Whether a row that is masked all over gives zeros, as the layer Softmax has it; else the mean of all values, as `dot_product_attention` has it. */
  readonly zeros: boolean;
}

export interface Attended {
  /** [batch, …axes, heads, width], as the query is. */
  readonly heads: Value;
  /** [batch, …others, heads, …targets, …sources] */
  readonly scores: Value;
}

/** What is left of a score that a mask covers: Keras' finite stand-in for minus infinity, by which a row without any score is uniform. */
const COVERED = 3.38953e38 * -0.7;

/**
 * softmax(q . k) . v over any axes (multi_head_attention.py, `_build_attention_equation`). The query is scaled already.
 *
 * @throws HG_UNSUPPORTED_FIELD, or HG_UNSUPPORTED_MASK, where the value, the key or the mask would make the answer larger than the query is: a batch of 3
 *   beside one that a call decides, for instance.
 */
export function attend(g: GraphBuilder, { q, k, v }: Heads, { axes, mask, zeros }: Attending, call: Call): Attended {
  const rank = q.dims.length;
  const batch = q.dims.map((_, axis) => axis).filter((axis) => axis < rank - 1 && !axes.includes(axis));
  const perm = [...batch, ...axes, rank - 1];
  const [query, key, value] = [q, k, v].map((x) => g.transpose(x, perm)) as [Value, Value, Value];
  const flat = (x: Value): Value =>
    axes.length === 1 ? x : g.reshape(x, [...x.dims.slice(0, batch.length), multiplyDims(x.dims.slice(batch.length, -1)), x.dims.at(-1) ?? 1]);
  const [flatKey, count] = [flat(key), batch.length];
  const raw = g.node('MatMul', [
    flat(query),
    g.transpose(
      flatKey,
      [...flatKey.dims.keys()].map((axis) => (axis < count ? axis : axis === count ? count + 1 : count)),
    ),
  ]);
  const spread = [...raw.dims.slice(0, -2), ...query.dims.slice(count, -1), ...key.dims.slice(count, -1)];
  const scores = soft(g, g.reshape(raw, spread), axes.length, mask, zeros);
  if (!fits(scores.dims, spread)) throw call.refuse('HG_UNSUPPORTED_MASK', `Cannot compile "${call.name}" with a mask that is larger than the scores`);
  const context = g.node('MatMul', [g.reshape(scores, raw.dims), flat(value)]);
  if (!fits(context.dims.slice(0, count), query.dims.slice(0, count)))
    throw call.refuse('HG_UNSUPPORTED_FIELD', `Cannot compile "${call.name}" unless value and key are as large as the query where they are not attended over`);
  const heads = g.reshape(context, [...query.dims.slice(0, -1), value.dims.at(-1) ?? 1]);
  return {
    heads: g.transpose(
      heads,
      perm.map((_, axis) => perm.indexOf(axis)),
    ),
    scores,
  };
}

/** Two symbols are taken for one size, as everywhere; the run time checks. */
const fits = (dims: Dims, wanted: Dims): boolean =>
  dims.length === wanted.length &&
  dims.every((dim, axis) => {
    const other = wanted[axis] ?? Number.NaN;
    return isKnown(dim) || isKnown(other) ? dim === other : true;
  });

function soft(g: GraphBuilder, raw: Value, steps: number, mask: Value | undefined, zeros: boolean): Value {
  const rank = raw.dims.length;
  const axes = Array.from({ length: steps }, (_, index) => rank - steps + index);
  if (zeros || mask === undefined) return maskedSoftmax(g, raw, axes, mask);
  return maskedSoftmax(g, g.node('Where', [mask, raw, g.scalar(COVERED, raw.dtype)]), axes, undefined);
}
