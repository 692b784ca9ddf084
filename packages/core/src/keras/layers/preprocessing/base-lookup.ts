import type { GraphBuilder } from '../../../graph/builder.ts';
import type { Value } from '../../../graph/values.ts';
import { MAX_INDICES } from '../../../stages/lookup.ts';
import type { Table } from '../../../stages/table.ts';
import type { DType } from '../../../tensor/dtype.ts';
import { type AnyLayer, type Call, defineLayer } from '../../define-layer.ts';
import type { Fields } from '../../fields.ts';
import { readPolicy } from '../../type-policy.ts';
import { ENCODINGS, encode, modeOf } from './encode.ts';
import { type Specials, saltOf, specialToken, vocabularyOf } from './vocabulary.ts';

type Mode = ReturnType<typeof modeOf>;

/** How ids become the answer of a layer. */
export interface Answer {
  readonly mode: Mode;
  readonly depth: number;
  /** What the config says; undefined where it says nothing. */
  readonly type: DType | undefined;
}

export interface LookupConfig extends Answer {
  readonly specials: Specials;
  readonly table: Table;
  readonly method: 'floormod' | 'farmhash';
  readonly salt: readonly [string, string] | null;
  readonly mask: string | null;
}

/**
 * `keras.layers.StringLookup` and `keras.layers.IntegerLookup`: the index of each element in a vocabulary, or the element at each index with `invert`
 * (keras/src/layers/preprocessing/index_lookup.py). A stage looks up; encodings of the indices are ONNX. They answer in int64 whatever Keras declares,
 * but for `tf_idf`.
 */
export const lookupLayer = (keras: string, dtype: Table['dtype']): AnyLayer =>
  defineLayer({
    keras,
    types: 'own',
    config: (f) => lookupConfig(f, dtype),
    weights: ({ mode, depth }) => (mode === 'tf_idf' ? { 'vars/idf_weights': [depth] } : {}),
    lower: (g, [x], config, call) => {
      expectInput(x, dtype, config.specials.invert, call);
      if (config.specials.invert) return inverted(g, x, config, call);
      const { specials, table, mask, method, salt, mode } = config;
      const options = {
        mask,
        masked: mode === 'int' ? 'zero' : 'dropped',
        oov: specials.oovs,
        first: specials.first,
        method: dtype === 'int64' && method === 'floormod' ? 'remainder' : 'hash',
        salt,
      };
      const ids = g.step('lookup', options, table, [x], { dtype: 'int64', dims: x.dims });
      return answered(g, ids, config, call, () => call.weight('vars/idf_weights'));
    },
  });

function lookupConfig(f: Fields, dtype: Table['dtype']): LookupConfig {
  const integers = dtype === 'int64';
  const invert = f.boolean('invert', false);
  const mode = modeOf(f.oneOf('output_mode', ENCODINGS, 'int'));
  const mask = specialToken(f, 'mask_token', dtype, null);
  const oov = specialToken(f, 'oov_token', dtype, integers ? -1 : '[UNK]');
  const oovs = f.int('num_oov_indices', { min: 0, max: MAX_INDICES, absent: 1 });
  if (invert && mode !== 'int') throw f.wrong('output_mode', '"int" where "invert" is true');
  if (invert && oov === null) throw f.unsupported('oov_token', 'as null where "invert" is true');
  if (integers) f.only('vocabulary_dtype', 'int64');
  const method = f.oneOf('oov_method', ['floormod', 'farmhash'], 'floormod');
  const salt = saltOf(f);
  if (integers && salt !== null && method !== 'farmhash') throw f.wrong('salt', 'null unless "oov_method" is "farmhash"');
  f.ignore('encoding', 'has_input_vocabulary');
  const most = maxTokens(f);
  const specials: Specials = { dtype, mask, oov, oovs, first: mask !== null && mode === 'int' ? 1 : 0, invert, most };
  const table = vocabularyOf(f, specials, () => f.asset('vocabulary.txt'));
  return { specials, table, mode, method, salt, mask, type: typeIn(f), depth: depthOf(f, mode, most, specials.first + oovs + table.entries.length) };
}

export const maxTokens = (f: Fields): number | null => f.numberOrNull('max_tokens', { min: 2, max: MAX_INDICES, absent: null });

/**
 * Size of an encoding: that of the vocabulary with its special tokens, or `max_tokens` where it is padded.
 *
 * @throws HG_ARTIFACT_FIELD for a `vocabulary_size` that is another: Keras does not load such a layer.
 */
export function depthOf(f: Fields, mode: Mode, most: number | null, size: number): number {
  f.only('sparse', false);
  const idf = f.raw('idf_weights') ?? null;
  if (idf !== null && (mode !== 'tf_idf' || !Array.isArray(idf))) throw f.wrong('idf_weights', mode === 'tf_idf' ? 'a list of numbers' : 'null');
  const padded = f.boolean('pad_to_max_tokens', false);
  if (padded && most === null) throw f.wrong('max_tokens', 'a number where "pad_to_max_tokens" is true');
  const declared = f.numberOrNull('vocabulary_size', { min: 0, absent: null });
  if (mode !== 'int' && !padded && declared !== null && declared !== size) throw f.wrong('vocabulary_size', `${size}, as the vocabulary has it`);
  return padded && most !== null ? most : size;
}

/** The type of the layer's own policy, which Keras 2 answers in. */
export const typeIn = (f: Fields): DType | undefined => ((f.raw('dtype') ?? null) === null ? undefined : readPolicy(f.raw('dtype'), f.at('dtype')).compute);

/**
 * Keras 2 answers with indices and encodings of the layer's own type (tf_keras/src/layers/preprocessing/index_lookup.py): the ones that it chooses itself are taken.
 *
 * @throws HG_UNSUPPORTED_DTYPE for another.
 */
function typeOfKeras2({ mode, type }: Answer, call: Call): DType {
  const usual = mode === 'int' ? 'int64' : 'float32';
  if (type !== undefined && type !== usual && type !== 'string')
    throw call.refuse('HG_UNSUPPORTED_DTYPE', `Cannot compile "${call.name}" in "${type}" as Keras 2 has it`);
  return usual;
}

/** Indices as they are, encoded, or weighed by the stored weight of each token (`tf_idf`), which is float32 in every policy. */
export function answered(g: GraphBuilder, ids: Value, answer: Answer, call: Call, idf: () => ReturnType<Call['weight']>): Value {
  const { mode, depth } = answer;
  const dtype = call.writer === 2 ? typeOfKeras2(answer, call) : 'int64';
  if (mode === 'int') return ids;
  if (mode !== 'tf_idf') return encode(g, ids, { mode, depth, dtype }, call);
  return g.node('Mul', [encode(g, ids, { mode: 'count', depth, dtype: 'float32' }, call), g.constant(idf())]);
}

function inverted(g: GraphBuilder, x: Value, { specials, table, mask }: LookupConfig, call: Call): Value {
  const { oov, oovs, first } = specials;
  if (oov === null) throw call.refuse('HG_UNSUPPORTED_FIELD', 'Cannot invert without a token for what is outside');
  return g.step('invert', { mask, oov, start: first + oovs }, table, [x], { dtype: table.dtype, dims: x.dims });
}

function expectInput(x: Value, dtype: Table['dtype'], invert: boolean, call: Call): void {
  const texts = dtype === 'string' && !invert;
  if ((x.dtype === 'string') !== texts || x.dtype === 'float16' || x.dtype === 'bfloat16')
    throw call.refuse('HG_UNSUPPORTED_DTYPE', `Cannot compile "${call.name}" unless its input holds ${texts ? 'texts' : 'numbers'}: found "${x.dtype}"`);
}
