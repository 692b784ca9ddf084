import type { GraphBuilder } from '../../../graph/builder.ts';
import { type Value, withMask } from '../../../graph/values.ts';
import { isFloat } from '../../../tensor/dtype.ts';
import { defineLayer } from '../../define-layer.ts';

/**
 * `keras.layers.Embedding`: a row of the table for each id (keras/src/layers/core/embedding.py).
 *
 * Ids that are floats are truncated, yet the mask of `mask_zero` is taken before that: 0.5 is row 0, and not masked. Negative ids count
 * from the end, as `keras.ops.take` has it. An id outside the table is an error on TensorFlow's CPU and zeros on its GPU: here the call is refused.
 */
export const embedding = defineLayer({
  keras: 'Embedding',
  mask: 'own',
  autocast: false,
  config: (f) => {
    f.only('quantization_config');
    // LoRA is merged into the table when a model is saved; Keras 2 wrote the length of its input, which changes nothing.
    f.ignore('lora_rank', 'lora_alpha', 'input_length');
    return { rows: f.int('input_dim', { min: 1 }), width: f.int('output_dim', { min: 1 }), masked: f.boolean('mask_zero', false) };
  },
  weights: ({ rows, width }) => ({ embeddings: [rows, width] }),
  lower: (g, [x], { rows, masked }, call) => {
    const ids = x.dtype === 'int64' ? x : g.cast(x, 'int32');
    g.guard({
      value: within(g, ids, rows),
      code: 'HG_INPUT_RANGE',
      message: `Cannot look up an id in "${call.name}" unless it is one of ${-rows} to ${rows - 1}`,
    });
    const safe = g.node('Clip', [ids, g.scalar(-rows, ids.dtype), g.scalar(rows - 1, ids.dtype)]);
    return withMask(g.node('Gather', [g.constant(call.weight('embeddings')), safe], { axis: 0 }), masked ? notZero(g, isFloat(x.dtype) ? x : ids) : undefined);
  },
});

/** One boolean: whether every id names a row, from either end. */
function within(g: GraphBuilder, ids: Value, rows: number): Value {
  const least = g.node('ReduceMin', [ids], { keepdims: 0 });
  const most = g.node('ReduceMax', [ids], { keepdims: 0 });
  return g.node('And', [g.node('GreaterOrEqual', [least, g.scalar(-rows, ids.dtype)]), g.node('Less', [most, g.scalar(rows, ids.dtype)])]);
}

const notZero = (g: GraphBuilder, ids: Value): Value => g.node('Not', [g.node('Equal', [ids, g.scalar(0, ids.dtype)])]);
