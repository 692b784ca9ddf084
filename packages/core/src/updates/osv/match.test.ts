import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { matchOsv } from './match.ts';
import type { OsvEvent, OsvRange, OsvRecord } from './record.ts';

interface Case {
  readonly ranges: readonly (readonly OsvEvent[])[];
  readonly named: readonly string[];
  readonly versions: readonly string[];
  readonly affected: string;
}

/** Made by `conformance/updates/generate.py` with osv-scanner's own matcher. */
const { cases, made_with }: { cases: Case[]; made_with: Record<string, string> } = JSON.parse(
  readFileSync(new URL('../../../../../conformance/updates/ranges.json', import.meta.url), 'utf8'),
);

const record = (ranges: readonly Pick<OsvRange, 'type' | 'events'>[], versions: readonly string[] = [], ecosystem = 'PyPI'): OsvRecord => ({
  id: 'GHSA-0000',
  modified: '2026-01-01T00:00:00Z',
  affected: [{ package: { ecosystem, name: 'keras' }, ranges, versions }],
});

const keras = (version: string) => ({ ecosystem: 'PyPI', name: 'keras', version });
const range = (...events: OsvEvent[]): OsvRecord => record([{ type: 'ECOSYSTEM', events }]);
const statusOf = (one: OsvRecord, version: string) => matchOsv(one, keras(version))?.status;

test(`what is affected is affected for ${made_with['osv-scanner']} too`, () => {
  let asked = 0;
  for (const { ranges, named, versions, affected } of cases) {
    const one = record(
      ranges.map((events) => ({ type: 'ECOSYSTEM', events })),
      named,
    );
    for (const [at, version] of versions.entries()) {
      asked++;
      const expected = affected[at] === '1' ? 'affected' : 'unaffected';
      if (statusOf(one, version) !== expected) assert.fail(`${version} must be ${expected} in ${JSON.stringify({ ranges, named })}`);
    }
  }
  assert.ok(asked >= 10_000, `${asked} answers`);
});

test('events of one version: a fix and a new break, a range of one version', () => {
  const again = range({ introduced: '2.0' }, { fixed: '2.0' }, { introduced: '1.0' });
  assert.equal(statusOf(again, '2.0'), 'affected');
  const one = range({ last_affected: '1.5' }, { introduced: '1.5' });
  assert.deepEqual(
    ['1.4', '1.5', '1.6'].map((version) => statusOf(one, version)),
    ['unaffected', 'affected', 'unaffected'],
  );
});

test('a limit ends a range, and the highest of several counts', () => {
  const one = range({ introduced: '0' }, { limit: '2.0' }, { limit: '3.0' });
  assert.deepEqual(
    ['1.0', '2.5', '3.0'].map((version) => statusOf(one, version)),
    ['affected', 'affected', 'unaffected'],
  );
  assert.equal(statusOf(range({ introduced: '1.0' }, { limit: '*' }), '9'), 'affected');
});

test("updates/label: a builder's label does not take a version out of its range", () => {
  assert.equal(statusOf(range({ introduced: '0' }, { last_affected: '2.5.1' }), '2.5.1+cu124'), 'affected');
  assert.equal(statusOf(record([], ['2.5.1']), '2.5.1+cpu'), 'affected');
  assert.equal(statusOf(range({ introduced: '0' }, { fixed: '2.6.0' }), '2.6.0+cu124'), 'unaffected');
});

test('the fix that is told is the next one above, of each range', () => {
  const one = record([
    { type: 'ECOSYSTEM', events: [{ introduced: '3.0.0' }, { fixed: '3.12.1' }] },
    { type: 'ECOSYSTEM', events: [{ fixed: '3.13.2' }, { introduced: '3.0.0' }] },
  ]);
  assert.deepEqual(matchOsv(one, keras('3.11.0')), { status: 'affected', fixed: ['3.12.1', '3.13.2'] });
});

test('updates/unknown: what cannot be compared is unknown, never unaffected', () => {
  const one = range({ introduced: '3.0.0' }, { fixed: '3.9.0' });
  for (const version of ['', 'latest', '3.x', '9'.repeat(300)]) assert.equal(statusOf(one, version), 'unknown', version);
  assert.equal(statusOf(range({ introduced: 'abc' }, { fixed: '3.9.0' }), '3.1'), 'unknown');
  assert.equal(statusOf(record([{ type: 'GIT', events: [{ introduced: '0' }] }]), '3.1'), 'unknown');
  assert.equal(statusOf(record([]), '3.1'), 'unknown');
  assert.equal(matchOsv(record([], [], 'Maven'), { ecosystem: 'Maven', name: 'keras', version: '1' })?.status, 'unknown');
});

test('an advisory speaks of its package alone, by any spelling of the name, and not once it is withdrawn', () => {
  const one = range({ introduced: '0' });
  assert.equal(matchOsv(one, { ecosystem: 'npm', name: 'keras', version: '1.0.0' }), undefined);
  assert.equal(matchOsv(one, { ecosystem: 'PyPI', name: 'tf-keras', version: '1.0.0' }), undefined);
  assert.equal(matchOsv(one, { ecosystem: 'PyPI', name: 'Keras', version: '1.0.0' })?.status, 'affected');
  assert.equal(matchOsv({ ...one, withdrawn: '2026-01-02T00:00:00Z' }, keras('1.0')), undefined);
});
