import type { GraphBuilder } from '../../../graph/builder.ts';
import { type Value, withMask } from '../../../graph/values.ts';
import { distinct, MAX_RANK } from '../../axes.ts';
import { type Call, defineLayer, type WeightShapes } from '../../define-layer.ts';
import { known } from '../../dims.ts';
import type { Fields } from '../../fields.ts';
import { attend } from './attend.ts';
import { alongHeads, attentionMask } from './attention-mask.ts';
import { headShapes, join, split } from './projection.ts';

interface Config {
  readonly heads: number;
  readonly keyDim: number;
  readonly valueDim: number;
  readonly bias: boolean;
  readonly gate: boolean;
  readonly dropout: boolean;
  /** Of the last axes of the answer; undefined for the query's own. */
  readonly shape: readonly number[] | undefined;
  /** Axes of the inputs that are attended over; undefined for all between the batch and the features. */
  readonly axes: readonly number[] | undefined;
  readonly window: number | undefined;
}

/**
 * `keras.layers.MultiHeadAttention` (keras/src/layers/attention/multi_head_attention.py).
 *
 * Keras has two ways through: with dropout (also in inference), with scores as output, or with more axes than [batch, time, features] it takes the
 * layer Softmax, where a row that is masked all over gives zeros; else `dot_product_attention`, where it gives the mean of all values. Masks are those
 * that query, value and key carry (Keras 2 adds -1e9 to what they cover, so that such a row is the mean too); an explicit `query_mask` is read and thrown away by Keras 3, the other two are not.
 */
export const multiHeadAttention = defineLayer<Config>({
  keras: 'MultiHeadAttention',
  arguments: ['query', 'value', 'key', 'query_mask', 'value_mask', 'key_mask', 'attention_mask', 'return_attention_scores', 'use_causal_mask'],
  mask: 'own',
  takesMasksOff: true,
  floats: true,
  config: readConfig,
  weights: (config, [query], value) => shapesOf(config, query, value('value') ?? query, value('key') ?? value('value') ?? query),
  lower: (g, [query], config, call) => {
    const { bias } = config;
    const { value, key } = othersOf(g, query, call);
    const sourceMasks = [call.value('value_mask') ?? value.mask, call.value('key_mask') ?? call.value('key')?.mask];
    const mask = attentionMask(g, { query, value, queryMask: query.mask, sourceMasks, window: config.window }, call);
    const [q, k, v] = [split(g, query, 'query_dense', bias, call), split(g, key, 'key_dense', bias, call), split(g, value, 'value_dense', bias, call)];
    const axes = axesOf(config, query, call);
    const rank = q.dims.length - 1 + axes.length;
    const wanted = call.flag('return_attention_scores', false);
    const { heads, scores } = attend(
      g,
      { q: g.node('Mul', [q, g.scalar(1 / Math.sqrt(config.keyDim), q.dtype)]), k, v },
      { axes, mask: mask && alongHeads(g, mask, rank, axes.length, call), zeros: call.writer === 3 && (wanted || config.dropout || q.dims.length !== 4) },
      call,
    );
    const gated = config.gate ? g.node('Mul', [heads, g.node('Sigmoid', [split(g, query, '_gate_dense', bias, call)])]) : heads;
    const answer = withMask(join(g, gated, 'output_dense', bias, call), query.mask);
    return wanted ? [answer, scores] : answer;
  },
});

function readConfig(f: Fields): Config {
  const keyDim = f.int('key_dim', { min: 1 });
  f.ignore('flash_attention', 'query_shape', 'key_shape', 'value_shape');
  f.only('softmax_robust_masking', false);
  return {
    heads: f.int('num_heads', { min: 1 }),
    keyDim,
    valueDim: orNothing(f, 'value_dim') ?? keyDim,
    bias: f.boolean('use_bias', true),
    gate: f.boolean('use_gate', false),
    dropout: f.number('dropout', { min: 0, max: 1, absent: 0 }) > 0,
    shape: (f.raw('output_shape') ?? null) === null ? undefined : f.intList('output_shape', { min: 1 }),
    axes: (f.raw('attention_axes') ?? null) === null ? undefined : f.intList('attention_axes', { min: -MAX_RANK, max: MAX_RANK }),
    window: orNothing(f, 'sliding_window'),
  };
}

export const orNothing = (f: Fields, name: string): number | undefined => ((f.raw(name) ?? null) === null ? undefined : f.int(name, { min: 1 }));

/** Kernels keep the heads apart: [features, heads, width] going in, [heads, width, …] coming out. */
function shapesOf({ heads, keyDim, valueDim, bias, gate, shape }: Config, query: Value, value: Value, key: Value): WeightShapes {
  const out = shape ?? [known(query, -1)];
  return {
    ...headShapes('query_dense', query, heads, keyDim, bias),
    ...headShapes('key_dense', key, heads, keyDim, bias),
    ...headShapes('value_dense', value, heads, valueDim, bias),
    ...(gate ? headShapes('_gate_dense', query, heads, valueDim, bias) : {}),
    'output_dense/kernel': [heads, valueDim, ...out],
    'output_dense/bias': bias ? out : undefined,
  };
}

/**
 * The axes that are attended over, as 1 … rank - 2 of the inputs. For [batch, time, features] Keras attends over time whatever it is told, but makes its
 * masks for what it was told: only what agrees is compiled.
 */
function axesOf({ axes }: Config, { dims }: Value, call: Call): readonly number[] {
  const middle = dims.map((_, axis) => axis).slice(1, -1);
  if (axes === undefined) return middle;
  const chosen = distinct(axes.map((axis) => (axis < 0 ? axis + dims.length : axis)));
  if (chosen.length === 0 || !chosen.every((axis) => middle.includes(axis)))
    throw call.refuse('HG_UNSUPPORTED_FIELD', `Cannot compile "${call.name}" over the axes [${axes.join(', ')}] of an input of rank ${dims.length}`);
  return chosen;
}

/** Value and key, of the type of the query. */
function othersOf(g: GraphBuilder, query: Value, call: Call): { readonly value: Value; readonly key: Value } {
  const given = call.value('value');
  if (given === undefined) throw call.refuse('HG_ARTIFACT_GRAPH', 'Cannot call the attention without a value');
  const value = withMask(g.cast(given, query.dtype), given.mask);
  const key = g.cast(call.value('key') ?? given, query.dtype);
  if ([query, value, key].some(({ dims }) => dims.length !== query.dims.length || dims.length < 3))
    throw call.refuse('HG_UNSUPPORTED_FIELD', 'Cannot compile an attention unless query, value and key are [batch, …steps, features] of one rank');
  return { value, key };
}
