import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const at = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));
const read = (path: string): string => readFileSync(at(path), 'utf8');

interface Row {
  readonly sentence: string;
  readonly proof: string;
}

const rows = read('POLICY.md')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| sentence'))
  .map((line): Row => {
    const cells = line.slice(2, -2).split(' | ');
    return { sentence: cells[0] ?? '', proof: cells.at(-1) ?? '' };
  });

test('POLICY.md has a row for every sentence of the Keras security policy, in its order', () => {
  const { sentences } = JSON.parse(read('tools/policy-sentences.json')) as { sentences: string[] };
  assert.deepEqual(
    rows.map(({ sentence }) => createHash('sha256').update(sentence).digest('hex').slice(0, 16)),
    sentences,
  );
});

test('every row has a proof that exists, or says "not yet"', async (t) => {
  const known = new Set((JSON.parse(read('protections.json')) as { protections: { id: string }[] }).protections.map(({ id }) => id));
  for (const { sentence, proof } of rows)
    await t.test(sentence.slice(0, 80), () => {
      const links = [...proof.matchAll(/\]\(([^)]+)\)/g)].map((match) => match[1] ?? '');
      const ids = [...proof.matchAll(/`([a-z0-9-]+\/[a-z0-9-]+)`/g)].map((match) => match[1] ?? '');
      for (const link of links) assert.ok(existsSync(at(link)), `${link} does not exist`);
      for (const id of ids) assert.ok(known.has(id), `${id} is not in protections.json`);
      assert.ok(links.length + ids.length > 0 || /not yet|the rows below/.test(proof), 'neither a proof nor "not yet"');
    });
});

test('every protection names a sentence of the policy', () => {
  const sentences = rows.map(({ sentence }) => sentence);
  for (const { id, sentence } of (JSON.parse(read('protections.json')) as { protections: { id: string; sentence: string }[] }).protections)
    assert.ok(sentences.includes(sentence), `${id} cites no sentence: ${sentence}`);
});
