import type { GraphBuilder } from '../../../graph/builder.ts';
import { type Value, withMask } from '../../../graph/values.ts';
import { isFloat } from '../../../tensor/dtype.ts';
import { type AnyLayer, type Call, defineLayer, type Inputs, type WeightShapes } from '../../define-layer.ts';
import type { Fields } from '../../fields.ts';
import { positions } from './attention-mask.ts';

interface Additive<Config> {
  readonly keras: string;
  config(f: Fields): Config;
  weights(config: Config, inputs: Inputs): WeightShapes;
  /** [batch, target, source] of the query [batch, target, features] and the key [batch, source, features]. */
  scores(g: GraphBuilder, query: Value, key: Value, config: Config, call: Call): Value;
}

/**
 * Attention and AdditiveAttention on [query, value] or [query, value, key] (keras/src/layers/attention/attention.py).
 *
 * A score that a mask covers is lowered by 1e9 (65504 in half precision), not filled, so that a row that is masked all over keeps what is left of its
 * scores. The mask of the query makes its own steps 0 in the answer, and goes on; that of the key does not count.
 */
export const scoring = <Config>({ keras, config, weights, scores }: Additive<Config>): AnyLayer =>
  defineLayer<Config>({
    keras,
    arguments: ['inputs', 'mask', 'training', 'return_attention_scores', 'use_causal_mask'],
    mask: 'own',
    config: (f) => {
      f.number('dropout', { min: 0, max: 1, absent: 0 });
      return config(f);
    },
    weights: (read, inputs) => weights(read, inputs),
    lower: (g, inputs, read, call) => {
      const [query, value, key = value, ...others] = inputs;
      if (value === undefined || key === undefined || others.length > 0)
        throw call.refuse('HG_ARTIFACT_GRAPH', `Cannot call "${call.name}" unless on [query, value] or [query, value, key]`);
      if ([query, value, key].some(({ dtype, dims }) => !isFloat(dtype) || dims.length < 3))
        throw call.refuse('HG_UNSUPPORTED_DTYPE', `Cannot compile "${call.name}" unless its inputs are floats [batch, time, features]`);
      const raw = scores(g, query, key, read, call);
      const mask = maskOf(g, raw, value, call);
      const lowered =
        mask === undefined ? raw : g.node('Where', [mask, raw, g.node('Sub', [raw, g.scalar(call.types.compute === 'float16' ? 65504 : 1e9, raw.dtype)])]);
      const attention = g.node('Softmax', [lowered], { axis: raw.dims.length - 1 });
      const answer = g.node('MatMul', [attention, value]);
      const kept =
        query.mask === undefined ? answer : g.node('Where', [g.node('Unsqueeze', [bool(g, query.mask), g.ints([-1])]), answer, g.scalar(0, answer.dtype)]);
      const masked = withMask(kept, query.mask);
      return call.flag('return_attention_scores', false) ? [masked, attention] : masked;
    },
  });

const bool = (g: GraphBuilder, mask: Value): Value => g.cast(mask, 'bool');

/** What counts, [batch, 1 or target, source]: the mask of the value, which may name each target itself, and the triangle of a causal attention. */
function maskOf(g: GraphBuilder, scores: Value, value: Value, call: Call): Value | undefined {
  const given = value.mask && bool(g, value.mask);
  const row = given && (given.dims.length === 2 || call.flag('use_causal_mask', false) ? g.node('Unsqueeze', [given, g.ints([-2])]) : given);
  if (!call.flag('use_causal_mask', false)) return row;
  const rank = scores.dims.length;
  // A target is a row of the scores, a source a column.
  const steps = g.node(
    'GreaterOrEqual',
    positions(
      g,
      scores,
      g.transpose(
        scores,
        [...scores.dims.keys()].map((axis) => (axis < rank - 2 ? axis : 2 * rank - 3 - axis)),
      ),
      rank - 2,
    ),
  );
  return row === undefined ? steps : g.node('And', [row, steps]);
}
