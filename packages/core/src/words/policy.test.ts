import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_POLICY, readPolicy } from './policy.ts';

const sandbox = (value: unknown) => readPolicy({ version: 1, sandbox: value }).sandbox;

test('the section "sandbox" is read strictly', async (t) => {
  await t.test('absent fields are the default', () => assert.deepEqual(sandbox({}), DEFAULT_POLICY.sandbox));
  await t.test('every switch of the hardware', () => {
    const given = { minLevel: 'L2', cpus: [3, 0], coreScheduling: true, ownWeights: true };
    assert.deepEqual(sandbox(given), given);
    assert.equal(sandbox({ cpus: 'any' }).cpus, 'any');
  });
  for (const [name, values] of Object.entries({
    cpus: ['all', [], [0, 0], [-1], [8192], [0.5], ['0'], null, 1],
    coreScheduling: ['true', 1, null],
    ownWeights: ['yes', 0, null],
    minLevel: ['L0', 'L9', 1],
    affinity: [[0]],
  }))
    for (const value of values)
      await t.test(`refuses ${name} ${JSON.stringify(value)}`, () =>
        assert.throws(
          () => sandbox({ [name]: value }),
          (error: { code: string; message: string }) => error.code === 'HG_USAGE_POLICY' && error.message.includes(`/sandbox/${name}`),
        ),
      );
});

const trust = (value: unknown) => readPolicy({ version: 1, trust: value }).trust;

test('the section "trust" names origins, as every reader of addresses writes them', async (t) => {
  await t.test('absent: none', () => assert.deepEqual(trust({}).sources, []));
  const good = ['https://models.example.org', 'http://127.0.0.1:8080', 'https://[fd00::1]:8443', 'http://models.internal'];
  await t.test('origins', () => assert.deepEqual(trust({ sources: good }).sources, good));
  await t.test('each is its own origin', () =>
    assert.deepEqual(
      good.map((one) => new URL(one).origin),
      good,
    ),
  );
  const wrong = [
    'models.example.org',
    'https://a.example/',
    'https://A.example',
    'https://a.example:443',
    'http://a.example:80',
    'https://u@a.example',
    'ftp://a.example',
  ];
  for (const source of [...wrong, 'https://*.example.org', 'https://', 'http://a:65536', 'https://a.example ', '', 7, null])
    await t.test(`refuses ${JSON.stringify(source)}`, () =>
      assert.throws(() => trust({ sources: [good[0], source] }), { code: 'HG_USAGE_POLICY', message: /trust\/sources\/1/ }),
    );
  await t.test('refuses a field of later', () => assert.throws(() => trust({ signatures: [] }), { code: 'HG_USAGE_POLICY' }));
});
