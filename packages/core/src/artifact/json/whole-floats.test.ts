import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Json } from './json.ts';
import { readJson } from './read-json.ts';
import { readAsFloat } from './whole-floats.ts';

const list = (text: string): readonly Json[] => readJson(new TextEncoder().encode(text), { maxBytes: 1 << 20, maxDepth: 8 }).value as readonly Json[];

test('a list tells which of its whole numbers were written as floats', () => {
  const values = list('[2, 2.0, 2e0, -0.0, 0, 2.5, "2.0", 1E2, [3.0, 3]]');
  assert.deepEqual(
    values.map((_, index) => readAsFloat(values, index)),
    // Python: [type(value) is float for value in json.loads(...)], None where it is no number
    [false, true, true, true, false, true, undefined, true, undefined],
  );
  const inner = values[8] as readonly Json[];
  assert.deepEqual([readAsFloat(inner, 0), readAsFloat(inner, 1)], [true, false]);
});

test('far back in a list it is not known', () => {
  const values = list(`[${Array(40).fill('1.0').join()}]`);
  assert.equal(readAsFloat(values, 29), true);
  assert.equal(readAsFloat(values, 30), undefined);
});
