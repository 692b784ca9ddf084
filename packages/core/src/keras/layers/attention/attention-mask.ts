import type { GraphBuilder } from '../../../graph/builder.ts';
import type { Value } from '../../../graph/values.ts';
import type { Call } from '../../define-layer.ts';
import { dimOf } from '../../dims.ts';

/** What a mask of an attention is made of. */
export interface Sources {
  readonly query: Value;
  readonly value: Value;
  /** Of the query, of what is attended to: any number of them. */
  readonly queryMask: Value | undefined;
  readonly sourceMasks: readonly (Value | undefined)[];
  readonly window: number | undefined;
}

/**
 * What each step of the query may see: everything that stands in a call is joined by AND (multi_head_attention.py, `_compute_attention_mask`).
 *
 * @returns a boolean, [batch, target, source] or what the given `attention_mask` makes of it; undefined where all may see all.
 */
export function attentionMask(g: GraphBuilder, { query, value, queryMask, sourceMasks, window }: Sources, call: Call): Value | undefined {
  const given = call.value('attention_mask');
  const masks = [
    ...(queryMask === undefined ? [] : [g.node('Unsqueeze', [g.cast(queryMask, 'bool'), g.ints([-1])])]),
    ...sourceMasks.filter((mask) => mask !== undefined).map((mask) => g.node('Unsqueeze', [g.cast(mask, 'bool'), g.ints([-2])])),
    ...(call.flag('use_causal_mask', false) ? [causal(g, query, value)] : []),
    ...(window === undefined ? [] : [banded(g, query, value, window)]),
    ...(given === undefined ? [] : [g.cast(given, 'bool')]),
  ];
  const [first, ...others] = masks;
  return first === undefined ? undefined : others.reduce((all, mask) => g.node('And', [all, mask]), first);
}

/** [1, target, source]: true on and below the diagonal of the first axis behind the batch. */
export const causal = (g: GraphBuilder, query: Value, value: Value): Value => g.node('GreaterOrEqual', positions(g, query, value, 1));

/** [1, target, source]: true where the two are less than `window` steps apart. */
const banded = (g: GraphBuilder, query: Value, value: Value, window: number): Value =>
  g.node('Less', [g.node('Abs', [g.node('Sub', positions(g, query, value, 1))]), g.scalar(window, 'int64')]);

/** Numbers of the steps along an axis: [1, target, 1] of the query, [1, 1, source] of the value. */
export function positions(g: GraphBuilder, query: Value, value: Value, axis: number): readonly [Value, Value] {
  return [g.node('Unsqueeze', [range(g, query, axis), g.ints([0, 2])]), g.node('Unsqueeze', [range(g, value, axis), g.ints([0, 1])])];
}

function range(g: GraphBuilder, x: Value, axis: number): Value {
  const steps = dimOf(x, axis);
  return g.node('Range', [g.scalar(0, 'int64'), g.node('Squeeze', [g.size(x, steps), g.ints([0])]), g.scalar(1, 'int64')], {}, [steps]);
}

/**
 * The mask with as many axes as the scores: Keras puts axes of 1 before the last `2 * steps`, until there are enough.
 *
 * @throws HG_UNSUPPORTED_MASK for a mask of too few axes or too many, for which Keras fails.
 */
export function alongHeads(g: GraphBuilder, mask: Value, rank: number, steps: number, call: Call): Value {
  const missing = rank - mask.dims.length;
  const at = mask.dims.length - 2 * steps;
  if (missing < 0 || (missing > 0 && at < 0)) throw call.refuse('HG_UNSUPPORTED_MASK', `Cannot compile an attention with a mask of rank ${mask.dims.length}`);
  return missing === 0 ? mask : g.node('Unsqueeze', [mask, g.ints(Array.from({ length: missing }, (_, index) => at + index))]);
}
