import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { familiesOf, reportsOf } from './corpus.ts';

const ROOT = import.meta.dirname;

/** Every artifact of the corpus says exactly what its maker expected: no finding less, none more, none less severe. */
for (const family of familiesOf(ROOT))
  test(family.name, async (t) => {
    for (const one of family.cases) await t.test(one.name, () => assert.deepEqual(reportsOf(join(ROOT, family.name, one.file)), one.expect));
  });

test('no artifact lies beside the manifests, and each is named once', () => {
  for (const { name, cases } of familiesOf(ROOT)) {
    const found = readdirSync(join(ROOT, name)).filter((file) => file !== 'manifest.json');
    assert.deepEqual(found.sort(), cases.map(({ file }) => file.replace(/\/$/, '')).sort());
  }
});

test('hostile cases expect a finding that fails a scan, benign ones none that does', () => {
  for (const { cases } of familiesOf(ROOT))
    for (const { name, hostile, expect } of cases) {
      const failing = expect.filter(([, severity]) => ['medium', 'high', 'critical'].includes(severity));
      assert.equal(failing.length > 0, hostile, name);
    }
  assert.ok(readFileSync(join(ROOT, 'README.md'), 'utf8').length > 0);
});
