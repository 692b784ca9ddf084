import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { pages } from './reference.ts';

const folder = fileURLToPath(new URL('../docs/reference/', import.meta.url));

test('the reference pages say what the code says', async (t) => {
  const printed = pages();
  const found = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md'));
  assert.deepEqual(found.sort(), Object.keys(printed).sort());
  for (const [name, text] of Object.entries(printed))
    await t.test(name, () => assert.equal(readFileSync(folder + name, 'utf8'), text, 'run "npm run reference"'));
});
