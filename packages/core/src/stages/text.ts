/**
 * What TensorFlow's string kernels make of a text, as TextVectorization calls them. All are rules on ASCII bytes: without an `encoding`, `tf.strings.lower` leaves
 * `Ü` as it is, and `tf.strings.split` knows no space but the six of C's `isspace`.
 *
 * @see keras/src/layers/preprocessing/text_vectorization.py, `_preprocess`
 */
export const STANDARDIZE = ['none', 'lower', 'strip_punctuation', 'lower_and_strip_punctuation'] as const;
export type Standardize = (typeof STANDARDIZE)[number];

export const SPLIT = ['none', 'whitespace', 'character'] as const;
export type Split = (typeof SPLIT)[number];

const PUNCTUATION = /[!-/:-@[-`{-~]/g;
const SPACES = /[\t-\r ]+/;

export const lower = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
export const bare = (text: string): string => text.replace(PUNCTUATION, '');

export function standardized(text: string, how: Standardize): string {
  const lowered = how === 'lower' || how === 'lower_and_strip_punctuation' ? lower(text) : text;
  return how === 'strip_punctuation' || how === 'lower_and_strip_punctuation' ? bare(lowered) : lowered;
}

/** The tokens of a text. Characters are code points, as `tf.strings.unicode_split` counts them. */
export function tokens(text: string, how: Split): readonly string[] {
  if (how === 'none') return [text];
  return how === 'character' ? Array.from(text) : text.split(SPACES).filter((word) => word !== '');
}

/**
 * Runs of neighbours, joined by a space: all of the first width, then all of the next (`tf.strings.ngrams`).
 *
 * @param most - how many are wanted; no more are made.
 */
export function ngrams(words: readonly string[], widths: readonly number[], most = Number.POSITIVE_INFINITY): readonly string[] {
  const runs: string[] = [];
  for (const width of widths)
    for (let from = 0; from + width <= words.length && runs.length < most; from++) runs.push(words.slice(from, from + width).join(' '));
  return runs;
}

/** How many words the runs hold together: what they cost, which the author of a model and of a text choose together. */
export const wordsInRuns = (words: number, widths: readonly number[]): number => widths.reduce((sum, width) => sum + Math.max(0, words - width + 1) * width, 0);
