import type { GraphBuilder } from '../../../graph/builder.ts';
import type { Value } from '../../../graph/values.ts';
import type { Call, WeightShapes } from '../../define-layer.ts';
import type { Weight } from '../../weight.ts';
import { dequantized, groupsOf, packedDims, unpacked } from './packed.ts';
import type { ReadQuantization } from './read-quantization.ts';
import { plainFloats, wholeNumbers } from './variables.ts';

/** Variables of a quantized Embedding: embeddings, embeddings_scale, embeddings_zero, g_idx. Here the groups lie along the width of a row. */
export function tableShapes(rows: number, width: number, { mode, block }: ReadQuantization): WeightShapes {
  const groups = block === undefined ? undefined : groupsOf(width, block);
  return {
    embeddings: mode === 'int8' ? [rows, width] : packedDims(rows, width),
    embeddings_scale: groups === undefined ? [rows] : [rows, groups],
    embeddings_zero: groups === undefined ? undefined : [rows, groups],
    g_idx: groups === undefined ? undefined : [width],
  };
}

/** The table as whole numbers [rows, width]. */
export const wholeTable = (call: Call, width: number, { mode }: ReadQuantization): Weight =>
  mode === 'int8' ? wholeNumbers(call, 'embeddings') : unpacked(wholeNumbers(call, 'embeddings'), width);

/** The table as floats [rows, width], where groups of a row have scales of their own. */
export const floatTable = (call: Call, width: number, quantization: ReadQuantization): Weight =>
  dequantized(wholeTable(call, width, quantization), {
    scale: call.weight('embeddings_scale'),
    zero: wholeNumbers(call, 'embeddings_zero'),
    groups: plainFloats(call, 'g_idx'),
    along: 1,
  });

/** Rows of the table by their ids: [...ids, width] (`_int8_call` and `_int4_call` of embedding.py). */
export function quantizedRows(g: GraphBuilder, ids: Value, width: number, quantization: ReadQuantization, call: Call): Value {
  const take = (weight: Weight): Value => g.node('Gather', [g.constant(weight), ids], { axis: 0 });
  if (quantization.block !== undefined) return take(floatTable(call, width, quantization));
  const scale = g.node('Unsqueeze', [take(call.weight('embeddings_scale')), g.ints([-1])]);
  return g.node('Div', [g.cast(take(wholeTable(call, width, quantization)), 'float32'), scale]);
}
