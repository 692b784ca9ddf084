import type { Tensor } from '../tensor/tensor.ts';
import { encodeUtf8 } from '../text/utf8.ts';
import { HorngateError } from '../words/error.ts';
import { farmHash64 } from './farm-hash.ts';
import { DROPPED, integersOf } from './integers.ts';
import { isInt64Text, type Options } from './options.ts';
import { sipHash24 } from './sip-hash.ts';
import { defineStage, expectDtype } from './stage.ts';
import type { Table } from './table.ts';

export interface LookupOptions {
  /** The element that is masked: a text, or an integer in decimal. */
  readonly mask: string | null;
  /** What becomes of it: index 0, or an id that no encoding counts. */
  readonly masked: 'zero' | 'dropped';
  /** How many indices, from `first` on, elements outside of the table share; the table follows them. */
  readonly oov: number;
  readonly first: number;
  /** How such an element finds its index: by its remainder, or by a hash of its text. */
  readonly method: 'remainder' | 'hash';
  readonly salt: readonly [bigint, bigint] | null;
}

export const MAX_INDICES = 2 ** 31 - 1;

/**
 * The index of each element in a table, as StringLookup and IntegerLookup find it: [mask] [outside of the table] [table].
 *
 * @see keras/src/layers/preprocessing/index_lookup.py, `_lookup_dense`
 */
export const lookup = defineStage<LookupOptions>({
  name: 'lookup',
  kind: 'table',
  tables: ['string', 'int64'],
  inputs: [1, 1],
  options: (o: Options) => ({
    mask: o.textOrNull('mask'),
    masked: o.oneOf('masked', ['zero', 'dropped']),
    oov: o.int('oov', 0, MAX_INDICES),
    first: o.int('first', 0, 1),
    method: o.oneOf('method', ['remainder', 'hash']),
    salt: o.saltOrNull('salt'),
  }),
  infer: ([input], { mask }, table) => {
    if (input === undefined || table === undefined) throw new HorngateError('HG_ARTIFACT_PROGRAM', 'Cannot accept a lookup without an input and a table');
    expectDtype(input, (input.dtype === 'string') === (table === 'string') && input.dtype !== 'float16' && input.dtype !== 'bfloat16', `${table} elements`);
    if (table === 'int64' && mask !== null && !isInt64Text(mask)) throw new HorngateError('HG_ARTIFACT_PROGRAM', 'Cannot accept a mask that is no integer');
    return { dtype: 'int64', shape: input.shape };
  },
  prepare: (options, table) => {
    if (table === undefined) throw new HorngateError('HG_INTERNAL', 'Cannot look up without a table');
    const find = table.dtype === 'string' ? textFinder(options, table) : integerFinder(options, table);
    return ([input]) => {
      const { shape } = input as Tensor;
      return { dtype: 'int64', shape, data: find(input as Tensor) };
    };
  },
});

/** Index of one text: for lookups, and for the tokens of a text. */
export function textIndex(options: LookupOptions, table: Table & { dtype: 'string' }): (text: string) => bigint {
  const indices = new Map(table.entries.map((text, index) => [text, BigInt(options.first + options.oov + index)]));
  const masked = options.masked === 'zero' ? 0n : DROPPED;
  return (text) => (text === options.mask ? masked : (indices.get(text) ?? outside(options, text, () => hashed(options, text))));
}

function textFinder(options: LookupOptions, table: Table & { dtype: 'string' }): (input: Tensor) => BigInt64Array {
  const indexOf = textIndex(options, table);
  return (input) => {
    if (input.dtype !== 'string') throw new HorngateError('HG_INPUT_DTYPE', `Cannot look up texts among values of type "${input.dtype}"`);
    return BigInt64Array.from(input.data, indexOf);
  };
}

function integerFinder(options: LookupOptions, table: Table & { dtype: 'int64' }): (input: Tensor) => BigInt64Array {
  const indices = new Map(Array.from(table.entries, (value, index) => [value, BigInt(options.first + options.oov + index)]));
  const mask = options.mask === null ? undefined : BigInt(options.mask);
  const masked = options.masked === 'zero' ? 0n : DROPPED;
  const count = BigInt(options.oov);
  const bucket = (value: bigint): bigint => (options.method === 'hash' ? hashed(options, String(value)) : ((value % count) + count) % count);
  return (input) => integersOf(input).map((value) => (value === mask ? masked : (indices.get(value) ?? outside(options, String(value), () => bucket(value)))));
}

function outside({ oov, first }: LookupOptions, shown: string, bucket: () => bigint): bigint {
  if (oov === 0) throw new HorngateError('HG_INPUT_RANGE', `Cannot look up ${JSON.stringify(shown.slice(0, 80))} as every element must be in the vocabulary`);
  return BigInt(first) + (oov === 1 ? 0n : bucket());
}

/** `tf.strings.to_hash_bucket_strong` with a salt, else `to_hash_bucket_fast`. */
const hashed = ({ oov, salt }: LookupOptions, text: string): bigint => bucketOf(text, oov, salt);

export function bucketOf(text: string, bins: number, salt: readonly [bigint, bigint] | null): bigint {
  const bytes = encodeUtf8(text);
  return (salt === null ? farmHash64(bytes) : sipHash24(bytes, salt)) % BigInt(bins);
}
