import { HorngateError, type Where } from '../../words/error.ts';
import { isJsonArray, isJsonObject, type Json } from './json.ts';

/** An array or object that is being read. `entries` counts what was kept, `leftOut` has the keys of what was not. */
export interface Holder {
  readonly array?: readonly Json[];
  readonly key?: string;
  entries?: number;
  leftOut?: Set<string>;
}

/** Entries of one array or object that are kept whatever they are. */
const FIRST = 1000;
const SHORT_TEXT = 256;
const PAIR = 8;
/** Values that are kept, and keys that are remembered to find the second of two: each takes up to a hundred bytes. Of an entry of an array its place is kept. */
const MAX = { values: 1_000_000, keys: 1_000_000, entries: 4_000_000 };

/**
 * Leaves out the bulk of a large text, so that what is kept fits in memory: behind the first thousand entries of one array, numbers, words and short lists of them (the merges of a tokenizer);
 * behind those of one object, numbers (its vocabulary). Objects, long texts, texts in objects, and lists that hold any of these are kept: code and templates are named in those alone.
 */
export class Thinner {
  readonly #count = { values: 0, keys: 0, entries: 0 };

  /**
   * @returns whether `value` was left out of what is open.
   * @throws HG_LIMIT_ENTRIES where even what must be kept is too much.
   */
  leavesOut(open: Holder, value: Json, where: () => Where): boolean {
    open.entries = (open.entries ?? 0) + 1;
    const out = open.entries > FIRST && (open.array === undefined ? typeof value === 'number' : isBulk(value));
    if (out) this.#leave(open, value);
    else this.#count.values++;
    if (this.#count.values > MAX.values || this.#count.keys > MAX.keys || this.#count.entries > MAX.entries) throw tooMuch(where());
    return out;
  }

  #leave(open: Holder, value: Json): void {
    open.entries = FIRST;
    if (isJsonArray(value)) this.#count.values -= value.length; // they were counted when it was open
    if (open.key === undefined) this.#count.entries++;
    else {
      open.leftOut ??= new Set();
      open.leftOut.add(open.key);
      this.#count.keys++;
    }
  }
}

const tooMuch = (where: Where): HorngateError =>
  new HorngateError('HG_LIMIT_ENTRIES', `Cannot read JSON of this size as it must have at most ${MAX.values} values that matter: there are more`, { where });
const isBulk = (value: Json): boolean => (isJsonArray(value) ? value.length <= PAIR && value.every(isScalar) : isScalar(value));
const isScalar = (value: Json): boolean => (typeof value === 'string' ? value.length <= SHORT_TEXT : !isJsonArray(value) && !isJsonObject(value));
