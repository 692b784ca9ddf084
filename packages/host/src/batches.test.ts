import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Tensor } from '@horngate/core/tensor';
import { expectEqualRows, joined, rows } from './batches.ts';

const numbers: Tensor = { dtype: 'int64', shape: [5, 2], data: BigInt64Array.from({ length: 10 }, (_, index) => BigInt(index)) };
const texts: Tensor = { dtype: 'string', shape: [5], data: ['a', 'b', 'c', 'd', 'e'] };

test('rows that are cut and joined again are the same tensor', async (t) => {
  for (const tensor of [numbers, texts])
    for (const step of [1, 2, 3, 5])
      await t.test(`${tensor.dtype} by ${step}`, () => {
        const parts = Array.from({ length: Math.ceil(5 / step) }, (_, index) => rows(tensor, index * step, Math.min(5, (index + 1) * step)));
        assert.deepEqual(joined(parts), tensor);
      });
});

test('parts that a lying guest made are not joined', () => {
  assert.throws(() => joined([]), { code: 'HG_GUEST_PROTOCOL' });
  assert.throws(() => joined([numbers, texts]), { code: 'HG_GUEST_PROTOCOL' });
  assert.throws(() => joined([numbers, { dtype: 'int64', shape: [2, 5], data: numbers.data as BigInt64Array }]), { code: 'HG_GUEST_PROTOCOL' });
});

test("batches whose rows have different shapes are the caller's to feed in another way", () => {
  expectEqualRows('ids', [numbers, { ...numbers, shape: [1, 2] } as Tensor]);
  assert.throws(() => expectEqualRows('ids', [numbers, { dtype: 'int64', shape: [2, 5], data: numbers.data as BigInt64Array }]), {
    code: 'HG_INPUT_SHAPE',
    message: /one batch/,
  });
});
