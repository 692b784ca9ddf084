import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nestedJson, topOf } from './tensors.ts';

test('16-bit floats are printed as the numbers that they are', () => {
  // 0x3c00 is 1, 0x3555 the float16 nearest to 1/3, 0x7c00 infinity; 0x3eab the bfloat16 nearest to 1/3.
  assert.equal(nestedJson({ dtype: 'float16', shape: [1, 3], data: Uint16Array.of(0x3c00, 0x3555, 0x7c00) }), '[[1, 0.33325195, "Infinity"]]');
  assert.equal(nestedJson({ dtype: 'bfloat16', shape: [2], data: Uint16Array.of(0x3f80, 0x3eab) }), '[1, 0.33398438]');
});

test('classes are ranked by the numbers of 16-bit floats, negative ones last', () => {
  const [best] = topOf({ dtype: 'float16', shape: [1, 3], data: Uint16Array.of(0xbc00, 0x3800, 0x3c00) }, 3, undefined);
  assert.deepEqual(
    best?.map(({ label }) => label),
    ['2', '1', '0'],
  );
});
