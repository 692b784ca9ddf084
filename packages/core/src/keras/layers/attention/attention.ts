import { scoring } from './base-attention.ts';

/**
 * `keras.layers.Attention`: the scores are query . key, or with `concat` the sum of tanh(query + key), each with a factor that may be learned
 * (keras/src/layers/attention/attention.py).
 */
export const attention = scoring({
  keras: 'Attention',
  config: (f) => ({ scale: f.boolean('use_scale', false), mode: f.oneOf('score_mode', ['dot', 'concat'], 'dot') }),
  weights: ({ scale, mode }) => ({ scale: scale ? [] : undefined, concat_score_weight: mode === 'concat' ? [] : undefined }),
  scores: (g, query, key, { scale, mode }, call) => {
    const rank = query.dims.length;
    if (mode === 'dot') {
      const scores = g.node('MatMul', [
        query,
        g.transpose(
          key,
          [...key.dims.keys()].map((axis) => (axis < rank - 2 ? axis : 2 * rank - 3 - axis)),
        ),
      ]);
      return scale ? g.node('Mul', [scores, g.constant(call.weight('scale'))]) : scores;
    }
    const sum = g.node('Add', [g.node('Unsqueeze', [query, g.ints([-2])]), g.node('Unsqueeze', [key, g.ints([-3])])]);
    const bent = g.node('Tanh', [scale ? g.node('Mul', [g.constant(call.weight('scale')), sum]) : sum]);
    return g.node('Mul', [g.constant(call.weight('concat_score_weight')), g.node('ReduceSum', [bent, g.ints([rank])], { keepdims: 0 })]);
  },
});
