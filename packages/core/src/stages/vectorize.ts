import type { Tensor } from '../tensor/tensor.ts';
import { HorngateError } from '../words/error.ts';
import type { SpecDim } from '../words/program.ts';
import { DROPPED } from './integers.ts';
import { textIndex } from './lookup.ts';
import type { Options } from './options.ts';
import { counted, defineStage, expectDtype } from './stage.ts';
import { ngrams, SPLIT, STANDARDIZE, standardized, tokens, wordsInRuns } from './text.ts';

/** Most tokens of one text that are kept, and widths of n-grams: numbers from a file must not choose how much memory a call takes. */
export const MAX_LENGTH = 2 ** 22;
export const MAX_WIDTHS = 64;
export const MAX_WIDTH = 1024;

/**
 * Texts to rows of token indices, as TextVectorization makes them: standardize, split, n-grams, look up, then pad or cut to `length`, or to the longest.
 *
 * The empty text is the mask, index 1 (0 for encodings) is what is not in the table. Split texts stand alone or in a last axis of 1; where nothing is split,
 * the last axis holds the tokens of a row.
 *
 * @see keras/src/layers/preprocessing/text_vectorization.py, `_preprocess` and `call`
 */
export const vectorize = defineStage({
  name: 'vectorize',
  kind: 'string',
  tables: ['string'],
  inputs: [1, 1],
  options: (o: Options) => ({
    standardize: o.oneOf('standardize', STANDARDIZE),
    split: o.oneOf('split', SPLIT),
    ngrams: o.intsOrNull('ngrams', MAX_WIDTHS, 1, MAX_WIDTH),
    length: o.intOrNull('length', 1, MAX_LENGTH),
    /** What fills a row: index 0, or an id that no encoding counts, in which case no row is empty. */
    padding: o.oneOf('padding', ['zero', 'dropped']),
  }),
  infer: ([input], { split, ngrams: widths, length }) => {
    if (input === undefined) throw new HorngateError('HG_ARTIFACT_PROGRAM', 'Cannot accept a stage without an input');
    expectDtype(input, input.dtype === 'string', 'texts');
    const { shape } = input;
    if (split !== 'none') {
      if (shape.length < 1 || shape.length > 2 || (shape.length === 2 && shape[1] !== 1))
        throw new HorngateError('HG_ARTIFACT_PROGRAM', 'Cannot accept a stage that splits texts unless they stand one in a row');
      return { dtype: 'int64', shape: [shape[0] as SpecDim, length] };
    }
    if (shape.length < 2 && (widths !== null || length !== null))
      throw new HorngateError('HG_ARTIFACT_PROGRAM', 'Cannot accept rows without an axis of tokens');
    const last = length ?? (widths === null ? (shape.at(-1) ?? null) : null);
    return { dtype: 'int64', shape: shape.length < 2 ? shape : [...shape.slice(0, -1), last] };
  },
  prepare: ({ standardize, split, ngrams: widths, length, padding }, table) => {
    if (table?.dtype !== 'string') throw new HorngateError('HG_INTERNAL', 'Cannot look up tokens without a table of texts');
    const zero = padding === 'zero';
    const indexOf = textIndex({ mask: '', masked: padding, oov: 1, first: zero ? 1 : 0, method: 'hash', salt: null }, table);
    const fill = zero ? 0n : DROPPED;
    return ([given]) => {
      const input = textsIn(given);
      const flat = input.data.map((text) => standardized(text, standardize));
      if (split === 'none' && input.shape.length < 2) return { dtype: 'int64', shape: input.shape, data: BigInt64Array.from(flat, indexOf) };
      const rows = split === 'none' ? inRows(flat, input.shape) : flat.map((text) => tokens(text, split));
      const joined = widths === null ? rows : rows.map((row) => joinedRow(row, widths, length));
      const outer = split === 'none' ? input.shape.slice(0, -1) : [flat.length];
      const width = length ?? joined.reduce((most, row) => Math.max(most, row.length), zero ? 0 : 1);
      return { dtype: 'int64', shape: [...outer, width], data: padded(joined, width, fill, indexOf) };
    };
  },
});

/** @throws HG_LIMIT_TENSOR past the budget of a stage. */
function joinedRow(row: readonly string[], widths: readonly number[], length: number | null): readonly string[] {
  if (length === null) counted(wordsInRuns(row.length, widths));
  return ngrams(row, widths, length ?? undefined);
}

function textsIn(input: Tensor | undefined): Tensor & { dtype: 'string' } {
  if (input?.dtype !== 'string') throw new HorngateError('HG_INPUT_DTYPE', `Cannot vectorize values of type "${input?.dtype}" as texts are wanted`);
  return input;
}

function inRows(flat: readonly string[], shape: readonly number[]): readonly (readonly string[])[] {
  const width = shape.at(-1) ?? 1;
  return Array.from({ length: width === 0 ? 0 : flat.length / width }, (_, row) => flat.slice(row * width, (row + 1) * width));
}

function padded(rows: readonly (readonly string[])[], width: number, fill: bigint, indexOf: (text: string) => bigint): BigInt64Array {
  const ids = new BigInt64Array(counted(rows.length * width)).fill(fill);
  rows.forEach((row, at) => {
    for (let column = 0; column < Math.min(row.length, width); column++) ids[at * width + column] = indexOf(row[column] as string);
  });
  return ids;
}
