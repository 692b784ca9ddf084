import assert from 'node:assert/strict';
import { test } from 'node:test';
import { knowledgeOf, severityOf } from './knowledge.ts';
import type { OsvRecord } from './osv/record.ts';
import { ageInDays, readSnapshot, refreshed, type Snapshot } from './snapshot.ts';

const at = (asOf: string): Snapshot => ({ version: 1, asOf, advisories: [] });

test('the age of a snapshot is counted in days of the calendar', () => {
  const days: readonly (readonly [string, string, number])[] = [
    ['2026-11-24T23:59:59Z', '2026-11-25T00:00:00Z', 1],
    ['2024-02-28T00:00:00Z', '2024-03-01T00:00:00Z', 2],
    ['2023-02-28T00:00:00Z', '2023-03-01T00:00:00Z', 1],
    ['1999-12-31T00:00:00Z', '2026-11-24T00:00:00Z', (Date.UTC(2026, 10, 24) - Date.UTC(1999, 11, 31)) / 86_400_000],
    ['2026-12-01T00:00:00Z', '2026-11-24T00:00:00Z', -7],
  ];
  for (const [asOf, now, age] of days) assert.equal(ageInDays(at(asOf), now), age, `${asOf} ${now}`);
});

test('an empty snapshot is one', () => {
  assert.deepEqual(readSnapshot({ version: 1, asOf: '2026-11-24T00:00:00Z', advisories: [], more: 1 }), at('2026-11-24T00:00:00Z'));
});

const ONE = { id: 'CVE-2025-1550', modified: '2026-11-24T00:00:00Z' };

for (const [name, value] of Object.entries<unknown>({
  'another version': { version: 2, asOf: '2026-11-24T00:00:00Z', advisories: [] },
  'no day': { version: 1, asOf: '2026-13-24T00:00:00Z', advisories: [] },
  'no list': { version: 1, asOf: '2026-11-24T00:00:00Z', advisories: {} },
  'an advisory twice': { version: 1, asOf: '2026-11-24T00:00:00Z', advisories: [ONE, ONE] },
  'a justification that is none': {
    version: 1,
    asOf: '2026-11-24T00:00:00Z',
    advisories: [{ ...ONE, database_specific: { horngate: { engine: { justification: 'trust_me', because: '' } } } }],
  },
}))
  test(`refuses a snapshot with ${name}`, () => assert.throws(() => readSnapshot(value), { code: 'HG_INPUT_FORMAT' }));

const OURS: OsvRecord = {
  ...ONE,
  aliases: ['GHSA-48g7-3x6r-xfhp'],
  database_specific: { severity: 'HIGH', horngate: { sources: [{ by: 'a', says: 'b' }], triggers: [{ check: 'keras/unknown-module' }] } },
};

test("a tracker's record takes the place of ours, by any of its names, and what this house knows stays with it", () => {
  const theirs: OsvRecord = { id: 'GHSA-48g7-3x6r-xfhp', modified: '2026-12-01T00:00:00Z', affected: [] };
  const { advisories, asOf } = refreshed({ version: 1, asOf: ONE.modified, advisories: [OURS] }, [theirs], '2026-12-01T00:00:00Z');
  assert.equal(asOf, '2026-12-01T00:00:00Z');
  assert.deepEqual(
    advisories.map(({ id, aliases }) => [id, aliases]),
    [['GHSA-48g7-3x6r-xfhp', ['CVE-2025-1550']]],
  );
  const [record] = advisories;
  assert.ok(record !== undefined);
  assert.deepEqual(knowledgeOf(record).triggers, [{ check: 'keras/unknown-module' }]);
  assert.equal(severityOf(record), 'high');
});

test('a tracker that says nothing of an advisory does not take it away', () => {
  const other: OsvRecord = { id: 'GHSA-xxxx-xxxx-xxxx', modified: '2026-12-01T00:00:00Z' };
  assert.deepEqual(refreshed({ version: 1, asOf: ONE.modified, advisories: [OURS] }, [other], '2026-12-01T00:00:00Z').advisories, [OURS, other]);
});

test('updates/in-our-name: a tracker cannot say in our name that we are not affected', () => {
  const horngate = { engine: { justification: 'component_not_present', because: 'believe me' } };
  for (const id of ['GHSA-xxxx-xxxx-xxxx', 'CVE-2025-1550']) {
    const { advisories } = refreshed({ version: 1, asOf: ONE.modified, advisories: [OURS] }, [{ ...ONE, id, database_specific: { horngate } }], ONE.modified);
    const [record] = advisories.filter((one) => one.id === id);
    assert.equal(knowledgeOf(record as OsvRecord).engine, undefined);
  }
});

test('a severity that cannot be read counts as high', () => {
  assert.equal(severityOf(ONE), 'high');
  assert.equal(severityOf({ ...ONE, database_specific: { severity: 'constructor' } }), 'high');
  assert.equal(severityOf({ ...ONE, database_specific: { severity: 'MODERATE' } }), 'medium');
});
