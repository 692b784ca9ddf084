import type { GraphBuilder } from '../../../graph/builder.ts';
import type { Value } from '../../../graph/values.ts';
import type { Call } from '../../define-layer.ts';
import { dimOf } from '../../dims.ts';

/**
 * What each step of the query may see: everything that stands in a call is joined by AND (multi_head_attention.py, `_compute_attention_mask`).
 *
 * @returns a boolean of rank 4 that broadcasts with the scores [batch, heads, target, source]; undefined where all may see all.
 * @throws HG_UNSUPPORTED_MASK for a mask that has no place there.
 */
export function attentionMask(g: GraphBuilder, query: Value, value: Value, call: Call, window: number | undefined): Value | undefined {
  const key = call.value('key');
  const sources = [call.value('value_mask') ?? value.mask, call.value('key_mask') ?? key?.mask];
  const given = call.value('attention_mask');
  const masks = [
    ...(query.mask === undefined ? [] : [row(g, query.mask, call, 2)]),
    ...sources.filter((mask) => mask !== undefined).map((mask) => row(g, mask, call, 1)),
    ...(call.flag('use_causal_mask', false) ? [causal(g, query, value)] : []),
    ...(window === undefined ? [] : [banded(g, query, value, window)]),
    ...(given === undefined ? [] : [g.cast(given, 'bool')]),
  ];
  const [first, ...others] = masks;
  if (first === undefined) return undefined;
  return withHeads(
    g,
    others.reduce((all, mask) => g.node('And', [all, mask]), first),
    call,
  );
}

/** [batch, steps] as [batch, target, 1] or [batch, 1, source]. */
function row(g: GraphBuilder, mask: Value, call: Call, axis: 1 | 2): Value {
  if (mask.dims.length !== 2) throw call.refuse('HG_UNSUPPORTED_MASK', `Cannot compile an attention with a mask of rank ${mask.dims.length} for its steps`);
  return g.node('Unsqueeze', [g.cast(mask, 'bool'), g.ints([axis])]);
}

/** [target, source]: true on and below the diagonal. */
const causal = (g: GraphBuilder, query: Value, value: Value): Value => g.node('GreaterOrEqual', positions(g, query, value));

/** [target, source]: true where the two are less than `window` steps apart. */
const banded = (g: GraphBuilder, query: Value, value: Value, window: number): Value =>
  g.node('Less', [g.node('Abs', [g.node('Sub', positions(g, query, value))]), g.scalar(window, 'int64')]);

/** Numbers of the steps: [target, 1] of the query, [1, source] of the value. */
function positions(g: GraphBuilder, query: Value, value: Value): readonly [Value, Value] {
  return [g.node('Unsqueeze', [range(g, query), g.ints([1])]), g.node('Unsqueeze', [range(g, value), g.ints([0])])];
}

function range(g: GraphBuilder, x: Value): Value {
  const steps = dimOf(x, 1);
  return g.node('Range', [g.scalar(0, 'int64'), g.node('Squeeze', [g.size(x, steps), g.ints([0])]), g.scalar(1, 'int64')], {}, [steps]);
}

/** Keras puts the axis of heads before the last two, until the mask has the rank of the scores: [target, source] gets two axes in front. */
function withHeads(g: GraphBuilder, mask: Value, call: Call): Value {
  const rank = mask.dims.length;
  if (rank < 2 || rank > 4) throw call.refuse('HG_UNSUPPORTED_MASK', `Cannot compile an attention with a mask of rank ${rank}`);
  return rank === 4 ? mask : g.node('Unsqueeze', [mask, g.ints(rank === 3 ? [1] : [0, 1])]);
}
