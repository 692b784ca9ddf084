import type { Tensor } from '../tensor/tensor.ts';
import { HorngateError } from '../words/error.ts';
import { integersOf } from './integers.ts';
import { MAX_INDICES } from './lookup.ts';
import { isInt64Text, type Options } from './options.ts';
import { defineStage, expectDtype } from './stage.ts';

/**
 * The entry of a table for each index, as StringLookup and IntegerLookup give it with `invert`: index 0 is the mask where there is one, the table begins at
 * `start`, and every other index is the token `oov`.
 */
export const invert = defineStage({
  name: 'invert',
  kind: 'table',
  tables: ['string', 'int64'],
  inputs: [1, 1],
  options: (o: Options) => ({ mask: o.textOrNull('mask'), oov: o.textOrNull('oov'), start: o.int('start', 0, MAX_INDICES) }),
  infer: ([input], { mask, oov }, table) => {
    if (input === undefined || table === undefined || oov === null)
      throw new HorngateError('HG_ARTIFACT_PROGRAM', 'Cannot accept an inversion without its parts');
    expectDtype(input, input.dtype !== 'string' && input.dtype !== 'float16' && input.dtype !== 'bfloat16', 'numbers');
    for (const token of [mask, oov])
      if (table === 'int64' && token !== null && !isInt64Text(token))
        throw new HorngateError('HG_ARTIFACT_PROGRAM', 'Cannot accept a token that is no integer');
    return { dtype: table, shape: input.shape };
  },
  prepare: ({ mask, oov, start }, table) => {
    if (table === undefined) throw new HorngateError('HG_INTERNAL', 'Cannot look up without a table');
    const at = (index: bigint): number => (index < BigInt(start) ? -1 : Number(index - BigInt(start)));
    if (table.dtype === 'string') {
      const entry = (index: bigint): string => (index === 0n && mask !== null ? mask : (table.entries[at(index)] ?? oov ?? ''));
      return ([input]) => ({ dtype: 'string', shape: (input as Tensor).shape, data: Array.from(integersOf(input as Tensor), entry) });
    }
    const entry = (index: bigint): bigint => (index === 0n && mask !== null ? BigInt(mask) : (table.entries[at(index)] ?? BigInt(oov ?? 0)));
    return ([input]) => ({ dtype: 'int64', shape: (input as Tensor).shape, data: integersOf(input as Tensor).map(entry) });
  },
});
