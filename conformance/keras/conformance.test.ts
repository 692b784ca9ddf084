import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { runCase } from './run.ts';
import { cases } from './vectors.ts';

/** `refused.json`: cases that we refuse, each with what Keras does there (`keras`, a file and line) and why neither ONNX nor a stage can say it (`why`). */
interface Refused {
  readonly name: string;
  readonly keras: string;
  readonly why: string;
}
const refused = (JSON.parse(readFileSync(`${import.meta.dirname}/refused.json`, 'utf8')) as { readonly cases: readonly Refused[] }).cases;

test('every vector of real Keras is met, and its wrong twin is caught', async (t) => {
  const all = cases();
  assert.ok(all.length >= 150, `only ${all.length} cases`);
  for (const one of all)
    await t.test(one.name, async () => {
      const { kind, distance, twin, why } = await runCase(one);
      const wanted = refused.some(({ name }) => name === one.name) ? 'refused' : 'passed';
      assert.equal(kind, wanted, why || `${distance} of the tolerance, its twin ${twin}`);
    });
});

test('at most 25 cases and 3 % are refused, each for a reason, and each is a case', () => {
  const names = new Set(cases().map(({ name }) => name));
  assert.ok(refused.length <= Math.min(25, 0.03 * names.size), `${refused.length} of ${names.size}`);
  for (const { name, keras, why } of refused) assert.ok(names.has(name) && keras !== '' && why !== '', name);
});
