import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ATTACKS, GOOD } from './attacks.testing.ts';
import { folderOf, writeCases } from './cases.testing.ts';
import { askOurs, askTufJs, type FeedCase, filesIn, temporary } from './feed.testing.ts';

for (const [name, attack] of Object.entries(ATTACKS)) {
  test(`refuses ${name}`, () => assert.rejects(askOurs(attack), { code: attack.code }));
  test(`tuf-js alone ${attack.oursAlone ? 'takes' : 'refuses'} ${name}`, async () => {
    const said = await askTufJs(attack);
    assert.equal(said === undefined, attack.oursAlone === true, String(said));
  });
}

for (const [name, good] of Object.entries(GOOD)) {
  test(`takes ${name}`, async () => void (await askOurs(good)));
  test(`tuf-js alone takes ${name}`, async () => assert.equal(await askTufJs(good), undefined));
}

const at = (path: string): string => fileURLToPath(new URL(`../../../../conformance/feed/${path}`, import.meta.url));
const read = (path: string): { client: string; verdicts: Record<string, string> } => JSON.parse(readFileSync(at(path), 'utf8'));
const { client, verdicts } = read('verdicts.json');

/** Where a duplicate key, or one key under two ids, is nothing to both other readers. */
const takenByPython = (name: string): boolean => verdicts[folderOf(name)] === 'ok';

test(`what ${client} said of the same feeds, written by our writer`, async (t) => {
  for (const name of Object.keys(GOOD)) await t.test(`took ${name}`, () => assert.ok(takenByPython(name)));
  for (const [name, { oursAlone }] of Object.entries(ATTACKS))
    await t.test(`${takenByPython(name) ? 'took' : 'refused'} ${name}`, () => assert.ok(oursAlone || !takenByPython(name)));
});

const PYTHON = process.env['HORNGATE_TUF'];
test('Python says today what it said then', { skip: PYTHON === undefined && 'HORNGATE_TUF names no Python with tuf' }, () => {
  const cases = temporary();
  try {
    writeCases(cases);
    const { stdout, stderr } = spawnSync(String(PYTHON), [at('read.py'), cases], { encoding: 'utf8' });
    assert.deepEqual(JSON.parse(stdout || JSON.stringify(stderr)).verdicts, verdicts);
  } finally {
    rmSync(cases, { recursive: true });
  }
});

const MADE = read('python/manifest.json');
/** What a refusal of Python's is called here. */
const CODES: Readonly<Record<string, string>> = {
  'a-changed-advisory': 'HG_ARTIFACT_DIGEST',
  'a-root-of-strangers': 'HG_REFUSED_SIGNATURE',
  freeze: 'HG_REFUSED_EXPIRED',
  'mix-and-match': 'HG_REFUSED_FEED',
  'one-signature-of-two': 'HG_REFUSED_SIGNATURE',
  rollback: 'HG_REFUSED_ROLLBACK',
};

function casesOf(name: string): FeedCase {
  const states = readdirSync(at(`python/${name}`)).filter((entry) => /^\d$/.test(entry));
  const [last, ...before] = states.map((entry) => filesIn(at(join('python', name, entry)))).reverse();
  return { root: readFileSync(at(`python/${name}/root.json`), 'utf8'), before: before.reverse(), last: last ?? {} };
}

test(`feeds made by ${MADE.client} are read as it reads them itself`, async (t) => {
  assert.ok(Object.keys(MADE.verdicts).length > 8);
  for (const [name, verdict] of Object.entries(MADE.verdicts))
    await t.test(`${name}: ${verdict}`, async () => {
      const code = CODES[name];
      if (verdict === 'ok') assert.ok((await askOurs(casesOf(name))).versions.timestamp === 2);
      else await assert.rejects(askOurs(casesOf(name)), { code });
      assert.equal((await askTufJs(casesOf(name))) === undefined, verdict === 'ok');
    });
});
