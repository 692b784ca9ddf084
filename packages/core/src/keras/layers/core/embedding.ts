import { withMask } from '../../../graph/values.ts';
import { defineLayer } from '../../define-layer.ts';
import { expectSingle } from '../quantized/expect-single.ts';
import { quantizedRows, tableShapes } from '../quantized/quantized-table.ts';
import { readQuantization } from '../quantized/read-quantization.ts';
import { idsOf, notZero } from './lookup.ts';

/**
 * `keras.layers.Embedding`: a row of the table for each id (keras/src/layers/core/embedding.py).
 *
 * Ids that are floats are truncated, yet the mask of `mask_zero` is taken before that: 0.5 is row 0, and not masked. Negative ids count
 * from the end, as `keras.ops.take` has it. An id outside the table is an error on TensorFlow's CPU and zeros on its GPU: here the call is refused.
 * The table may be of whole numbers, int8 or two int4 a byte, with a scale for each row, or for each group in a row.
 */
export const embedding = defineLayer({
  keras: 'Embedding',
  mask: 'own',
  autocast: false,
  quantized: true,
  config: (f) => {
    // LoRA is merged into the table when a model is saved; Keras 2 wrote the length of its input, which changes nothing.
    f.ignore('lora_rank', 'lora_alpha', 'input_length');
    return {
      rows: f.int('input_dim', { min: 1 }),
      width: f.int('output_dim', { min: 1 }),
      masked: f.boolean('mask_zero', false),
      quantization: readQuantization(f, f.policy()),
    };
  },
  weights: ({ rows, width, quantization }) => (quantization === undefined ? { embeddings: [rows, width] } : tableShapes(rows, width, quantization)),
  lower: (g, [x], { rows, width, masked, quantization }, call) => {
    if (quantization !== undefined) expectSingle(call);
    const ids = idsOf(g, x, rows, call);
    const found =
      quantization === undefined
        ? g.node('Gather', [g.constant(call.weight('embeddings')), ids], { axis: 0 })
        : quantizedRows(g, ids, width, quantization, call);
    return withMask(found, masked ? notZero(g, x) : undefined);
  },
});
