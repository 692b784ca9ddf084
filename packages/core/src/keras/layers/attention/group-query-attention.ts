import type { GraphBuilder } from '../../../graph/builder.ts';
import { type Value, withMask } from '../../../graph/values.ts';
import { type Call, defineLayer } from '../../define-layer.ts';
import { known } from '../../dims.ts';
import type { Fields } from '../../fields.ts';
import { attend } from './attend.ts';
import { alongHeads, attentionMask } from './attention-mask.ts';
import { orNothing } from './multi-head-attention.ts';
import { headShapes, join, split } from './projection.ts';

/** The axis of the heads in [batch, steps, heads, width]. */
const HEADS = 2;

/**
 * `keras.layers.GroupQueryAttention` (keras/src/layers/attention/grouped_query_attention.py): several heads of the query share one of key and value.
 *
 * Other than MultiHeadAttention it honours an explicit `query_mask`, and leaves the masks of its inputs on them.
 */
export const groupQueryAttention = defineLayer({
  keras: 'GroupQueryAttention',
  python: 'GroupedQueryAttention',
  arguments: ['query', 'value', 'key', 'query_mask', 'value_mask', 'key_mask', 'attention_mask', 'return_attention_scores', 'use_causal_mask'],
  mask: 'own',
  floats: true,
  config: readConfig,
  // Parts that stand in private attributes: the reader of weights takes the underscore off where MultiHeadAttention has had one too.
  weights: ({ width, queryHeads, valueHeads, bias, gate }, [query], find) => {
    const value = find('value') ?? query;
    const features = [known(query, -1)];
    return {
      ...headShapes('query_dense', query, queryHeads, width, bias),
      ...headShapes('key_dense', find('key') ?? value, valueHeads, width, bias),
      ...(gate ? headShapes('_gate_dense', query, queryHeads, width, bias) : {}),
      ...headShapes('value_dense', value, valueHeads, width, bias),
      'output_dense/kernel': [queryHeads, width, ...features],
      'output_dense/bias': bias ? features : undefined,
    };
  },
  lower: (g, [query], { width, queryHeads, valueHeads, bias, gate, dropout, window }, call) => {
    const { value, key } = othersOf(g, query, call);
    const sourceMasks = [call.value('value_mask') ?? value.mask, call.value('key_mask') ?? call.value('key')?.mask];
    const mask = attentionMask(g, { query, value, queryMask: call.value('query_mask') ?? query.mask, sourceMasks, window }, call);
    const q = split(g, query, 'query_dense', bias, call);
    const shared = g.ints(Array.from({ length: queryHeads }, (_, head) => Math.floor((head * valueHeads) / queryHeads)));
    const [k, v] = [key, value].map((x, index) => {
      const heads = split(g, x, index === 0 ? 'key_dense' : 'value_dense', bias, call);
      return queryHeads === valueHeads ? heads : g.node('Gather', [heads, shared], { axis: HEADS });
    }) as [Value, Value];
    const wanted = call.flag('return_attention_scores', false);
    const { heads, scores } = attend(
      g,
      { q: g.node('Mul', [q, g.scalar(1 / Math.sqrt(width), q.dtype)]), k, v },
      { axes: [1], mask: mask && alongHeads(g, mask, 4, 1, call), zeros: wanted || dropout },
      call,
    );
    const gated = gate ? g.node('Mul', [heads, g.node('Sigmoid', [split(g, query, '_gate_dense', bias, call)])]) : heads;
    const answer = withMask(join(g, gated, 'output_dense', bias, call), query.mask);
    return wanted ? [answer, scores] : answer;
  },
});

interface Config {
  readonly width: number;
  readonly queryHeads: number;
  readonly valueHeads: number;
  readonly bias: boolean;
  readonly gate: boolean;
  readonly dropout: boolean;
  readonly window: number | undefined;
}

function readConfig(f: Fields): Config {
  const [queryHeads, valueHeads] = [f.int('num_query_heads', { min: 1 }), f.int('num_key_value_heads', { min: 1 })];
  if (queryHeads % valueHeads !== 0) throw f.wrong('num_key_value_heads', 'a divisor of num_query_heads');
  f.ignore('flash_attention', 'query_shape', 'key_shape', 'value_shape');
  return {
    width: f.int('head_dim', { min: 1 }),
    queryHeads,
    valueHeads,
    bias: f.boolean('use_bias', true),
    gate: f.boolean('use_gate', false),
    dropout: f.number('dropout', { min: 0, max: 1, absent: 0 }) > 0,
    window: orNothing(f, 'sliding_window'),
  };
}

function othersOf(g: GraphBuilder, query: Value, call: Call): { readonly value: Value; readonly key: Value } {
  const given = call.value('value');
  if (given === undefined) throw call.refuse('HG_ARTIFACT_GRAPH', 'Cannot call the attention without a value');
  const value = withMask(g.cast(given, query.dtype), given.mask);
  const key = g.cast(call.value('key') ?? given, query.dtype);
  if ([query, value, key].some(({ dims }) => dims.length !== 3))
    throw call.refuse('HG_ARTIFACT_SHAPE', `Cannot call "${call.name}" unless query, value and key are [batch, time, features]`);
  return { value, key };
}
