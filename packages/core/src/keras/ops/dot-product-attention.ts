import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import type { Call } from '../define-layer.ts';
import { defineOperation } from '../define-operation.ts';
import { dimOf, known } from '../dims.ts';
import { expectFloat } from '../layers/expect.ts';
import { positions } from './numbers.ts';
import { argumentOf, tensorOf, typedAs } from './operands.ts';

/** What hidden scores become (keras/src/backend/tensorflow/nn.py, `_get_large_negative`): so far down that a row without any step is the mean of all. */
const HIDDEN = Math.fround(3.38953e38 * -0.7);

/**
 * `keras.ops.dot_product_attention` of [batch, time, heads, width]. Fewer heads of keys are repeated.
 *
 * Of the backends some cap scores by `attn_logits_soft_cap` and TensorFlow ignores it, so that is refused, as is `flash_attention`, which TensorFlow has not.
 */
export const dotProductAttention = defineOperation({
  keras: 'DotProductAttention',
  arguments: ['query', 'key', 'value', 'bias', 'mask', 'scale'],
  config: (f) => {
    f.only('flash_attention', false);
    f.only('attn_logits_soft_cap');
    return f.boolean('is_causal', false);
  },
  lower: (g, causal, call) => {
    const [query, ...others] = ['query', 'key', 'value'].map((name) => tensorOf(g, call, name)) as [Value, Value, Value];
    for (const x of [query, ...others]) expectFloat(x, call);
    if ([query, ...others].some((x) => x.dims.length !== 4)) throw call.refuse('HG_ARTIFACT_SHAPE', 'Cannot attend unless all three have rank 4');
    const heads = known(query, 2);
    const [key, value] = others.map((x) => repeated(g, x, heads, call)) as [Value, Value];
    const scores = g.node('MatMul', [g.transpose(query, [0, 2, 1, 3]), g.transpose(key, [0, 2, 3, 1])]);
    const scaled = g.node('Mul', [scores, scaleOf(g, known(key, 3), call)]);
    const biased = call.argument('bias') === undefined ? scaled : g.node('Add', [scaled, g.cast(tensorOf(g, call, 'bias'), 'float32')]);
    const seen = g.node('Softmax', [masked(g, biased, causal, call)], { axis: 3 });
    return g.transpose(g.node('MatMul', [seen, g.transpose(value, [0, 2, 1, 3])]), [0, 2, 1, 3]);
  },
});

function scaleOf(g: GraphBuilder, width: number, call: Call): Value {
  if (call.argument('scale') === undefined) return g.scalar(1 / Math.sqrt(width));
  return typedAs(g, argumentOf(g, call, 'scale'), 'float32');
}

/** [batch, time, heads, width] with each head of `x` as often as it takes. Keras repeats none where there is only one. */
function repeated(g: GraphBuilder, x: Value, heads: number, call: Call): Value {
  const own = known(x, 2);
  if (own === heads) return x;
  if (own < 2 || heads % own !== 0) throw call.refuse('HG_ARTIFACT_SHAPE', `Cannot attend with ${heads} heads to ${own}`);
  const each = g.node('Tile', [g.node('Unsqueeze', [x, g.ints([3])]), g.ints([1, 1, 1, heads / own, 1])]);
  return g.reshape(each, [dimOf(x, 0), dimOf(x, 1), heads, dimOf(x, 3)]);
}

function masked(g: GraphBuilder, scores: Value, causal: boolean, call: Call): Value {
  const given = call.argument('mask') === undefined ? undefined : tensorOf(g, call, 'mask');
  if (given !== undefined && given.dtype !== 'bool') throw call.refuse('HG_UNSUPPORTED_DTYPE', 'Cannot use a mask unless it is of booleans');
  const masks = [...(given === undefined ? [] : [given]), ...(causal ? [lower(g, scores)] : [])];
  const [first, second] = masks;
  if (first === undefined) return scores;
  return g.node('Where', [second === undefined ? first : g.node('And', [first, second]), scores, g.scalar(HIDDEN)]);
}

/** [target, source]: true on and below the diagonal of scores [batch, heads, target, source]. */
const lower = (g: GraphBuilder, scores: Value): Value =>
  g.node('GreaterOrEqual', [g.node('Unsqueeze', [stepsOf(g, scores, 2), g.ints([1])]), g.node('Unsqueeze', [stepsOf(g, scores, 3), g.ints([0])])]);

/** Two symbols may stand for different sizes though their names are one, so that the size of this very axis is taken. */
const stepsOf = (g: GraphBuilder, scores: Value, axis: number): Value => positions(g, scores, dimOf(scores, axis));
