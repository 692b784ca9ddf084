import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Half, type Tensor, toHalves } from '@horngate/core/tensor';
import { compareGoldens, type Golden } from './goldens.ts';

const golden = (dtype: Half, ...numbers: number[]): Golden => ({
  answer: { golden: { size: 32 } } as unknown as Golden['answer'],
  outputs: [{ dtype, shape: [numbers.length], data: toHalves(numbers, dtype) } as Tensor],
});

test('a 16-bit float of a golden may be the neighbour of what was sealed, and no other', () => {
  compareGoldens(golden('float16', 1, -0.5), golden('float16', 1.0009765625, -0.5));
  compareGoldens(golden('bfloat16', 1, -0.5), golden('bfloat16', 1.0078125, -0.5));
  assert.throws(() => compareGoldens(golden('float16', 1, -0.5), golden('float16', 1.01, -0.5)), { code: 'HG_GUEST_GOLDEN' });
  assert.throws(() => compareGoldens(golden('bfloat16', 1, -0.5), golden('bfloat16', 1.05, -0.5)), { code: 'HG_GUEST_GOLDEN' });
  assert.throws(() => compareGoldens(golden('bfloat16', 1, -0.5), golden('float16', 1, -0.5)), { code: 'HG_GUEST_GOLDEN' });
});
