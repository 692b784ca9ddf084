import type { GraphBuilder } from '../../../graph/builder.ts';
import { type Value, withMask } from '../../../graph/values.ts';
import { type Call, defineLayer, type WeightShapes } from '../../define-layer.ts';
import { known } from '../../dims.ts';
import type { Fields } from '../../fields.ts';
import { reshapeWeight } from '../../weight.ts';
import { maskedSoftmax } from '../activations/softmax.ts';
import { attentionMask } from './attention-mask.ts';

interface Config {
  readonly heads: number;
  readonly keyDim: number;
  readonly valueDim: number;
  readonly bias: boolean;
  readonly gate: boolean;
  readonly dropout: boolean;
  /** Of the last axes of the answer; undefined for the query's own. */
  readonly shape: readonly number[] | undefined;
  readonly window: number | undefined;
}

/** What is left of a score that a mask covers: Keras' finite stand-in for minus infinity, by which a row without any score is uniform. */
const COVERED = 3.38953e38 * -0.7;

/**
 * `keras.layers.MultiHeadAttention` (keras/src/layers/attention/multi_head_attention.py).
 *
 * Keras has two ways through: with dropout (also in inference) or with scores as output it takes the layer Softmax, where a row that is masked
 * all over gives zeros; else `dot_product_attention`, where it gives the mean of all values. Masks are those that query, value and key carry;
 * an explicit `query_mask` is read and thrown away by Keras 3, the other two are not.
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
    const scores = call.flag('return_attention_scores', false);
    const mask = attentionMask(g, query, value, call, config.window);
    const [q, k, v] = [split(g, query, 'query_dense', bias, call), split(g, key, 'key_dense', bias, call), split(g, value, 'value_dense', bias, call)];
    const scaled = g.node('Mul', [g.transpose(q, [0, 2, 1, 3]), g.scalar(1 / Math.sqrt(config.keyDim))]);
    // [batch, heads, target, source]
    const raw = g.node('MatMul', [scaled, g.transpose(k, [0, 2, 3, 1])]);
    const weights = scores || config.dropout ? maskedSoftmax(g, raw, [3], mask) : filledSoftmax(g, raw, mask);
    const heads = g.transpose(g.node('MatMul', [weights, g.transpose(v, [0, 2, 1, 3])]), [0, 2, 1, 3]);
    const gated = config.gate ? g.node('Mul', [heads, g.node('Sigmoid', [split(g, query, '_gate_dense', bias, call)])]) : heads;
    const answer = withMask(join(g, gated, bias, call), query.mask);
    return scores ? [answer, weights] : answer;
  },
});

function readConfig(f: Fields): Config {
  const keyDim = f.int('key_dim', { min: 1 });
  // Once built, a layer over [batch, time, features] says that it attends over axis 1.
  f.only('attention_axes', [1], 1);
  f.ignore('flash_attention', 'query_shape', 'key_shape', 'value_shape');
  return {
    heads: f.int('num_heads', { min: 1 }),
    keyDim,
    valueDim: orNothing(f, 'value_dim') ?? keyDim,
    bias: f.boolean('use_bias', true),
    gate: f.boolean('use_gate', false),
    dropout: f.number('dropout', { min: 0, max: 1, absent: 0 }) > 0,
    shape: (f.raw('output_shape') ?? null) === null ? undefined : f.intList('output_shape', { min: 1 }),
    window: orNothing(f, 'sliding_window'),
  };
}

const orNothing = (f: Fields, name: string): number | undefined => ((f.raw(name) ?? null) === null ? undefined : f.int(name, { min: 1 }));

/** Kernels keep the heads apart: [features, heads, width] going in, [heads, width, …] coming out. */
function shapesOf({ heads, keyDim, valueDim, bias, gate, shape }: Config, query: Value, value: Value, key: Value): WeightShapes {
  const into = (name: string, x: Value, width: number): WeightShapes => ({
    [`${name}_dense/kernel`]: [known(x, -1), heads, width],
    [`${name}_dense/bias`]: bias ? [heads, width] : undefined,
  });
  const out = shape ?? [known(query, -1)];
  return {
    ...into('query', query, keyDim),
    ...into('key', key, keyDim),
    ...into('value', value, valueDim),
    ...(gate ? into('_gate', query, valueDim) : {}),
    'output_dense/kernel': [heads, valueDim, ...out],
    'output_dense/bias': bias ? out : undefined,
  };
}

/** Value and key, as float32 like the query. */
function othersOf(g: GraphBuilder, query: Value, call: Call): { readonly value: Value; readonly key: Value } {
  const given = call.value('value');
  if (given === undefined) throw call.refuse('HG_ARTIFACT_GRAPH', 'Cannot call the attention without a value');
  const value = g.cast(given, 'float32');
  const key = g.cast(call.value('key') ?? given, 'float32');
  if ([query, value, key].some(({ dims }) => dims.length !== 3))
    throw call.refuse('HG_UNSUPPORTED_FIELD', 'Cannot compile an attention unless query, value and key are [batch, time, features]');
  return { value, key };
}

/** x . kernel + bias, the features of each head on an axis of their own: [batch, time, heads, width]. */
function split(g: GraphBuilder, x: Value, path: string, bias: boolean, call: Call): Value {
  const [features = 1, heads = 1, width = 1] = call.weight(`${path}/kernel`).dims;
  return dense(g, x, { path, kernel: [features, heads * width], out: [heads, width], bias }, call);
}

/** The heads together, projected to the features of the answer. */
function join(g: GraphBuilder, heads: Value, bias: boolean, call: Call): Value {
  const [count = 1, width = 1, ...out] = call.weight('output_dense/kernel').dims;
  const flat = g.reshape(heads, [...heads.dims.slice(0, 2), count * width]);
  return dense(g, flat, { path: 'output_dense', kernel: [count * width, product(out)], out, bias }, call);
}

interface Projection {
  readonly path: string;
  /** The kernel as a matrix, and the axes that its columns make. */
  readonly kernel: readonly [rows: number, columns: number];
  readonly out: readonly number[];
  readonly bias: boolean;
}

function dense(g: GraphBuilder, x: Value, { path, kernel, out, bias }: Projection, call: Call): Value {
  const flat = g.node('MatMul', [x, g.constant(reshapeWeight(call.weight(`${path}/kernel`), kernel))]);
  const sum = bias ? g.node('Add', [flat, g.constant(reshapeWeight(call.weight(`${path}/bias`), [kernel[1]]))]) : flat;
  return g.reshape(sum, [...x.dims.slice(0, 2), ...out]);
}

const product = (dims: readonly number[]): number => dims.reduce((all, dim) => all * dim, 1);

const filledSoftmax = (g: GraphBuilder, x: Value, mask: Value | undefined): Value =>
  g.node('Softmax', [mask === undefined ? x : g.node('Where', [mask, x, g.scalar(COVERED)])], { axis: 3 });
