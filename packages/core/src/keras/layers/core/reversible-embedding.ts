import type { GraphBuilder } from '../../../graph/builder.ts';
import { type Value, withMask } from '../../../graph/values.ts';
import { type DType, isFloat } from '../../../tensor/dtype.ts';
import { leave, reckonedIn } from '../../autocast.ts';
import { type Call, defineLayer, type WeightShapes } from '../../define-layer.ts';
import type { Fields } from '../../fields.ts';
import { resultOf } from '../../promotion.ts';
import type { TypePolicy } from '../../type-policy.ts';
import { permuteWeight, type Weight } from '../../weight.ts';
import { weightAs } from '../../weight-types.ts';
import { expectFloatGiven } from '../quantized/expect-float-given.ts';
import { expectSingle } from '../quantized/expect-single.ts';
import { dequantized, groupsOf, packedDims, unpackedRows } from '../quantized/packed.ts';
import { integerProduct, mixedProduct, quantizeInputs } from '../quantized/quantize-inputs.ts';
import { floatTable, quantizedRows, tableShapes, wholeTable } from '../quantized/quantized-table.ts';
import { type ReadQuantization, readQuantization } from '../quantized/read-quantization.ts';
import { plainFloats, wholeNumbers } from '../quantized/variables.ts';
import { idsOf, notZero } from './lookup.ts';

interface Config {
  readonly rows: number;
  readonly width: number;
  readonly tied: boolean;
  readonly masked: boolean;
  readonly reverseType: DType | undefined;
  readonly cap: number | undefined;
  readonly types: TypePolicy;
  readonly quantization: ReadQuantization | undefined;
}

/**
 * `keras.layers.ReversibleEmbedding`: a row of the table for each id, or with `reverse=True` the products of its inputs with all rows
 * (keras/src/layers/core/reversible_embedding.py).
 *
 * Nothing is autocast. Rows get the type of the layer; products have the type in which inputs and table meet, or `reverse_dtype`, whatever the layer's is.
 */
export const reversibleEmbedding = defineLayer({
  keras: 'ReversibleEmbedding',
  arguments: ['inputs', 'reverse'],
  mask: 'own',
  types: 'own',
  config: readConfig,
  weights: (config) => ({ ...tableOf(config), ...reverseOf(config) }),
  lower: (g, [x], config, call) => {
    const { types, quantization } = config;
    if (!isFloat(types.compute)) throw call.refuse('HG_UNSUPPORTED_DTYPE', `Cannot compile "${call.name}" with the type policy "${types.compute}"`);
    if (quantization !== undefined) expectSingle(call, types.compute);
    return call.flag('reverse', false) ? reversed(g, withMask(x, undefined), config, call) : rowsOf(g, x, config, call);
  },
});

function readConfig(f: Fields): Config {
  f.ignore('lora_rank', 'lora_alpha', 'input_length');
  const types = f.policy();
  return {
    rows: f.int('input_dim', { min: 1 }),
    width: f.int('output_dim', { min: 1 }),
    tied: f.boolean('tie_weights', true),
    masked: f.boolean('mask_zero', false),
    reverseType: (f.raw('reverse_dtype') ?? null) === null ? undefined : f.dtype('reverse_dtype', 'float32'),
    cap: f.numberOrNull('logit_soft_cap', { absent: null }) ?? undefined,
    types,
    quantization: readQuantization(f, types, true),
  };
}

const tableOf = ({ rows, width, quantization }: Config): WeightShapes =>
  quantization === undefined ? { embeddings: [rows, width] } : tableShapes(rows, width, quantization);

function reverseOf({ rows, width, tied, quantization }: Config): WeightShapes {
  if (tied) return {};
  if (quantization === undefined) return { reverse_embeddings: [width, rows] };
  const { mode, block } = quantization;
  if (mode === 'int8') return { reverse_embeddings: [width, rows], reverse_embeddings_scale: [rows] };
  const groups = block === undefined ? undefined : groupsOf(width, block);
  return {
    // Packed along the first axis.
    reverse_embeddings: [...packedDims(rows, width)].reverse(),
    reverse_embeddings_scale: groups === undefined ? [rows] : [groups, rows],
    reverse_embeddings_zero: groups === undefined ? undefined : [groups, rows],
  };
}

function rowsOf(g: GraphBuilder, x: Value, { rows, width, masked, types, quantization }: Config, call: Call): Value {
  const ids = idsOf(g, x, rows, call);
  const found =
    quantization === undefined
      ? g.node('Gather', [g.constant(table(call, 'embeddings', [types.variable, reckonedIn(types.compute)])), ids], { axis: 0 })
      : quantizedRows(g, ids, width, quantization, call);
  return withMask(leave(g, found, types.compute), masked ? notZero(g, x) : undefined);
}

function table(call: Call, name: string, types: readonly DType[]): Weight {
  const weight = weightAs(call.stored(name), types);
  if (weight === undefined) throw call.refuse('HG_UNSUPPORTED_DTYPE', `Cannot compile the variable "${name}" unless it is a float`);
  return weight;
}

/** x . transposed table: [..., width] becomes [..., rows]. */
function reversed(g: GraphBuilder, x: Value, config: Config, call: Call): Value {
  const { cap, quantization } = config;
  const logits = quantization === undefined ? plainProduct(g, x, config, call) : quantizedProduct(g, x, config, quantization, call);
  if (cap === undefined) return logits;
  const type = reckonedIn(logits.dtype);
  const soft = g.node('Mul', [g.node('Tanh', [g.node('Div', [g.cast(logits, type), g.scalar(cap)])]), g.scalar(cap)]);
  return g.cast(soft, logits.dtype);
}

function plainProduct(g: GraphBuilder, x: Value, { tied, types, reverseType }: Config, call: Call): Value {
  const meet = reverseType ?? resultOf([x.dtype, types.variable]);
  if (meet === undefined || !isFloat(meet)) throw call.refuse('HG_UNSUPPORTED_DTYPE', `Cannot compile "${call.name}" in reverse for ${x.dtype}`);
  const stored = table(call, tied ? 'embeddings' : 'reverse_embeddings', [types.variable, meet]);
  const product = g.node('MatMul', [g.cast(g.cast(x, meet), reckonedIn(meet)), g.constant(tied ? permuteWeight(stored, [1, 0]) : stored)]);
  return g.cast(product, meet);
}

/** The reverse of `_int8_call` and `_int4_call` of reversible_embedding.py. */
function quantizedProduct(g: GraphBuilder, x: Value, { width, tied }: Config, quantization: ReadQuantization, call: Call): Value {
  const { mode, inputs, block } = quantization;
  if (x.dtype !== 'float32') throw call.refuse('HG_UNSUPPORTED_DTYPE', `Cannot compile "${call.name}" quantized in reverse for ${x.dtype}`);
  if (inputs !== undefined) expectFloatGiven(call);
  const given = inputs === undefined ? undefined : quantizeInputs(g, x, [x.dims.length - 1], inputs);
  if (block !== undefined) {
    const kernel = tied ? permuteWeight(floatTable(call, width, quantization), [1, 0]) : reverseTable(call, width);
    const product = g.node('MatMul', [given?.whole ?? x, g.constant(kernel)]);
    return given === undefined ? product : g.node('Div', [product, given.scale]);
  }
  const scale = g.constant(call.weight(tied ? 'embeddings_scale' : 'reverse_embeddings_scale'));
  const kernel = tied
    ? permuteWeight(wholeTable(call, width, quantization), [1, 0])
    : mode === 'int8'
      ? wholeNumbers(call, 'reverse_embeddings')
      : unpackedRows(wholeNumbers(call, 'reverse_embeddings'), width);
  if (given === undefined) return g.node('Div', [mixedProduct(g, x, kernel), scale]);
  return g.node('Div', [integerProduct(g, given.whole, kernel), g.node('Mul', [given.scale, scale])]);
}

/** [width, rows] with groups along the width; its zero points are floats in Keras. */
const reverseTable = (call: Call, width: number): Weight =>
  dequantized(unpackedRows(wholeNumbers(call, 'reverse_embeddings'), width), {
    scale: call.weight('reverse_embeddings_scale'),
    zero: plainFloats(call, 'reverse_embeddings_zero'),
    groups: plainFloats(call, 'g_idx'),
    along: 0,
  });
