import type { Tensor } from '../tensor/tensor.ts';
import { HorngateError } from '../words/error.ts';
import { integersOf } from './integers.ts';
import { bucketOf, MAX_INDICES } from './lookup.ts';
import type { Options } from './options.ts';
import { defineStage, expectDtype } from './stage.ts';

/**
 * The bin of each element, as Hashing finds it: numbers are hashed as their decimal text, real ones are cut first, truth values are `true` and `false`.
 * An element that is the mask takes bin 0, and all others the bins behind it.
 *
 * @see keras/src/layers/preprocessing/hashing.py, `_hash_values_to_bins`
 */
export const hash = defineStage({
  name: 'hash',
  kind: 'string',
  tables: [],
  inputs: [1, 1],
  options: (o: Options) => ({ bins: o.int('bins', 1, MAX_INDICES), mask: o.textOrNull('mask'), salt: o.saltOrNull('salt') }),
  infer: ([input]) => {
    if (input === undefined) throw new HorngateError('HG_ARTIFACT_PROGRAM', 'Cannot accept a hash without an input');
    expectDtype(input, input.dtype !== 'float16' && input.dtype !== 'bfloat16', 'texts or numbers');
    return { dtype: 'int64', shape: input.shape };
  },
  prepare: ({ bins, mask, salt }) => {
    const shift = mask !== null && bins > 1 ? 1 : 0;
    const bin = (text: string, masked: boolean): bigint => (masked && shift === 1 ? 0n : bucketOf(text, bins - shift, salt) + BigInt(shift));
    return ([given]) => {
      const input = given as Tensor;
      return { dtype: 'int64', shape: input.shape, data: BigInt64Array.from(textsOf(input), (text, index) => bin(text, isMask(input, index, mask))) };
    };
  },
});

/** A real mask is compared before a real number is cut. */
function isMask({ dtype, data }: Tensor, index: number, mask: string | null): boolean {
  if (mask === null) return false;
  const value = (data as ArrayLike<string | number | bigint>)[index];
  return dtype === 'string' ? value === mask : typeof value === 'bigint' ? String(value) === mask : Number(value) === Number(mask);
}

function textsOf(input: Tensor): readonly string[] {
  if (input.dtype === 'string') return input.data;
  if (input.dtype === 'bool') return Array.from(input.data, (value) => (value === 0 ? 'false' : 'true'));
  if (input.dtype === 'uint64') return Array.from(input.data, String);
  return Array.from(integersOf(input), String);
}
