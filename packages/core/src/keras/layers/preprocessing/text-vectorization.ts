import type { GraphBuilder } from '../../../graph/builder.ts';
import type { Dims } from '../../../graph/dims.ts';
import type { Value } from '../../../graph/values.ts';
import { MAX_LENGTH, MAX_WIDTH, MAX_WIDTHS } from '../../../stages/vectorize.ts';
import { type Call, defineLayer } from '../../define-layer.ts';
import type { Fields } from '../../fields.ts';
import { type Answer, answered, depthOf, maxTokens, typeIn } from './base-lookup.ts';
import { ENCODINGS, isStatic, modeOf } from './encode.ts';
import { type Specials, vocabularyOf } from './vocabulary.ts';

/**
 * `keras.layers.TextVectorization`: texts to rows of token indices, or to their encoding (keras/src/layers/preprocessing/text_vectorization.py).
 *
 * The stage standardizes, splits, joins n-grams, looks up and pads; an encoding is ONNX. A function of the author's for `standardize` or `split` is code, and
 * refused. So is what Keras answers with a ragged tensor, and what makes one text's answer depend on the others of its batch.
 */
export const textVectorization = defineLayer({
  keras: 'TextVectorization',
  types: 'own',
  config: (f) => {
    f.only('ragged', false);
    f.ignore('encoding', 'has_input_vocabulary');
    const mode = modeOf(f.oneOf('output_mode', ENCODINGS, 'int'));
    const most = maxTokens(f);
    const specials: Specials = { dtype: 'string', mask: '', oov: '[UNK]', oovs: 1, first: mode === 'int' ? 1 : 0, invert: false, most };
    const table = vocabularyOf(f, specials, () => sameAsset(f));
    const length = f.numberOrNull('output_sequence_length', { min: 1, max: MAX_LENGTH, absent: null });
    if (length !== null && mode !== 'int') throw f.wrong('output_sequence_length', 'null unless "output_mode" is "int"');
    return {
      standardize: named(f, 'standardize', ['lower_and_strip_punctuation', 'lower', 'strip_punctuation']),
      split: named(f, 'split', ['whitespace', 'character']),
      ngrams: ngramsOf(f),
      length,
      table,
      mode,
      type: typeIn(f),
      depth: depthOf(f, mode, most, specials.first + 1 + table.entries.length),
    };
  },
  // Keras loads the weights of the layer first and those of the lookup inside of it last.
  weights: ({ mode, depth }) => (mode === 'tf_idf' ? { 'vars/idf_weights': [depth], '_lookup_layer/vars/idf_weights': [depth] } : {}),
  lower: (g, [x], { standardize, split, ngrams, length, table, ...answer }, call) => {
    expectTexts(x, split, ngrams !== null || length !== null, answer, call);
    const options = { standardize, split, ngrams, length, padding: answer.mode === 'int' ? 'zero' : 'dropped' };
    const ids = g.step('vectorize', options, table, [x], { dtype: 'int64', dims: dimsOf(g, x, split, ngrams !== null, length) });
    return answered(g, ids, answer, call, () => call.weight('_lookup_layer/vars/idf_weights'));
  },
});

/** The vocabulary stands twice among the assets; Keras reads the one of the layer, then that of the lookup inside of it. */
function sameAsset(f: Fields): Uint8Array | undefined {
  const [own, inner] = [f.asset('vocabulary.txt'), f.asset('_lookup_layer/vocabulary.txt')];
  if (own === undefined || inner === undefined || own.length !== inner.length || own.some((byte, at) => byte !== inner[at])) {
    if (own === undefined && inner === undefined) return undefined;
    throw f.wrong('vocabulary', 'the same twice among the assets');
  }
  return inner;
}

/** One of Keras' own ways by name, or none. */
function named<const T extends string>(f: Fields, name: 'standardize' | 'split', choices: readonly T[]): T | 'none' {
  const value = f.has(name) ? f.raw(name) : choices[0];
  if (value === null) return 'none';
  if (typeof value !== 'string') throw f.unsupported(name, 'with a function of its own');
  return f.oneOf(name, choices, choices[0]);
}

/** A number stands for all widths up to it. */
function ngramsOf(f: Fields): readonly number[] | null {
  const value = f.raw('ngrams') ?? null;
  if (value === null) return null;
  const widths =
    typeof value === 'number' && value <= MAX_WIDTHS ? Array.from({ length: Math.max(0, value) }, (_, at) => at + 1) : f.intList('ngrams', { min: 1 });
  if (widths.length < 1 || widths.length > MAX_WIDTHS || widths.some((width) => width > MAX_WIDTH))
    throw f.unsupported('ngrams', `of other than 1 to ${MAX_WIDTHS} widths of at most ${MAX_WIDTH}`);
  return widths;
}

function expectTexts(x: Value, split: string, rows: boolean, { mode }: Answer, call: Call): void {
  const rank = x.dims.length;
  if (x.dtype !== 'string') throw call.refuse('HG_UNSUPPORTED_DTYPE', `Cannot compile "${call.name}" unless its input holds texts: found "${x.dtype}"`);
  if (split !== 'none') {
    if (rank < 1 || rank > 2 || (rank === 2 && !isStatic(x.dims[1], 1)))
      throw call.refuse('HG_ARTIFACT_SHAPE', `Cannot compile "${call.name}" unless its texts stand one in a row`);
    if (mode === 'one_hot') throw call.refuse('HG_UNSUPPORTED_FIELD', `Cannot compile "${call.name}" as its answer is ragged`);
  } else if (rank < 2 && rows) throw call.refuse('HG_UNSUPPORTED_FIELD', `Cannot compile "${call.name}" as its tokens need an axis behind the batch`);
}

function dimsOf(g: GraphBuilder, x: Value, split: string, joined: boolean, length: number | null): Dims {
  const [batch = 1] = x.dims;
  if (split !== 'none') return [batch, length ?? g.unknown('tokens')];
  if (x.dims.length < 2 || (!joined && length === null)) return x.dims;
  return [...x.dims.slice(0, -1), length ?? g.unknown('tokens')];
}
