import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runCase } from './run.ts';
import { cases } from './vectors.ts';

test('every vector of real Keras is met, and its wrong twin is caught', async (t) => {
  const all = cases();
  assert.ok(all.length >= 150, `only ${all.length} cases`);
  for (const one of all)
    await t.test(one.name, async () => {
      const { kind, distance, twin, why } = await runCase(one);
      assert.equal(kind, 'passed', why || `${distance} of the tolerance, its twin ${twin}`);
    });
});
