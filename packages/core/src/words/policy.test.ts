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
