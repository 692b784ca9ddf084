import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_LIMITS } from '../../words/limits.ts';
import { bytesSource } from '../source.ts';
import { pureInflate } from '../zip/inflate.ts';
import { Hdf5Context } from './context.ts';

test('hdf5/heap-budget: heaps of a file keep at most 128 MiB together', () => {
  const context = new Hdf5Context(bytesSource(new Uint8Array(0)), DEFAULT_LIMITS, pureInflate);
  for (let n = 0; n < 2048; n++) context.keep(64 * 1024, n);
  assert.throws(() => context.keep(1, 2048), { code: 'HG_LIMIT_BYTES' });
});
