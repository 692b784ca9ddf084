import { known } from '../../dims.ts';
import { scoring } from './base-attention.ts';

/** `keras.layers.AdditiveAttention`: the scores are the sum of scale * tanh(query + key) (keras/src/layers/attention/additive_attention.py). */
export const additiveAttention = scoring({
  keras: 'AdditiveAttention',
  config: (f) => ({ scale: f.boolean('use_scale', true) }),
  weights: ({ scale }, [query]) => ({ scale: scale ? [known(query, -1)] : undefined }),
  scores: (g, query, key, { scale }, call) => {
    const bent = g.node('Tanh', [g.node('Add', [g.node('Unsqueeze', [query, g.ints([-2])]), g.node('Unsqueeze', [key, g.ints([-3])])])]);
    const scaled = scale ? g.node('Mul', [g.constant(call.weight('scale')), bent]) : bent;
    return g.node('ReduceSum', [scaled, g.ints([query.dims.length])], { keepdims: 0 });
  },
});
