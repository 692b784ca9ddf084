import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addUnsigned } from './add-unsigned.ts';
import { engineAnswer } from './answers/engine-answer.ts';
import { checkAdvisories } from './check-advisories.ts';
import { BUNDLED } from './known/index.ts';
import type { OsvRecord } from './osv/record.ts';
import { readSnapshot, type Snapshot, writeSnapshot } from './snapshot.ts';

const modified = '2126-01-01T00:00:00Z';
const KNOWN = 'CVE-2025-1550';
const keras = (version: string) => ({ spec: '', packages: [{ ecosystem: 'PyPI', name: 'keras', version }], unread: [] });
const matchesOf = (version: string, snapshot: Snapshot) =>
  checkAdvisories({ reports: [], runtimes: [], installation: keras(version), snapshot, now: BUNDLED.asOf }).installation.matches;
const idsFor = (records: readonly OsvRecord[], version: string) => matchesOf(version, addUnsigned(BUNDLED, records, 'unsigned: x')).map(({ id }) => id);
const of = (events: readonly { introduced: string }[]) => [{ package: { ecosystem: 'PyPI', name: 'keras' }, ranges: [{ type: 'ECOSYSTEM' as const, events }] }];

test('updates/unsigned-adds: records that nobody signed take nothing away', async (t) => {
  for (const [name, record] of Object.entries<OsvRecord>({
    'an advisory of ours that is called withdrawn': { id: KNOWN, modified, withdrawn: modified },
    'an advisory of ours without any version': { id: KNOWN, modified, affected: [] },
    'by another of its names': { id: 'GHSA-48g7-3x6r-xfhp', modified, affected: [] },
    'as of low severity': { id: KNOWN, modified, affected: of([{ introduced: '0' }]), database_specific: { severity: 'LOW' } },
  }))
    await t.test(name, () => {
      assert.ok(idsFor([record], '3.8.0').includes(KNOWN));
      const before = matchesOf('3.8.0', BUNDLED).find(({ id }) => id === KNOWN);
      const after = matchesOf('3.8.0', addUnsigned(BUNDLED, [record], 'x')).find(({ id }) => id === KNOWN);
      assert.equal(after?.severity, before?.severity);
    });
});

test('they add: a range, and an advisory that is not known', () => {
  assert.ok(!idsFor([], '99.0').includes(KNOWN));
  assert.ok(idsFor([{ id: KNOWN, modified, affected: of([{ introduced: '0' }]) }], '99.0').includes(KNOWN));
  assert.ok(idsFor([{ id: 'CVE-2126-0001', modified, affected: of([{ introduced: '99' }]) }], '99.0').includes('CVE-2126-0001'));
});

test('each says that nobody signed it, and is not heard in our name', () => {
  const horngate = { engine: { justification: 'component_not_present', because: 'believe me' } };
  const snapshot = addUnsigned(
    BUNDLED,
    [{ id: 'CVE-2126-0001', modified, affected: of([{ introduced: '0' }]), database_specific: { horngate } }],
    'unsigned: x',
  );
  assert.equal(snapshot.asOf, BUNDLED.asOf);
  assert.equal(engineAnswer(snapshot).find(({ id }) => id === 'CVE-2126-0001')?.status, 'under_investigation');
  assert.deepEqual(matchesOf('1.0', snapshot).find(({ id }) => id === 'CVE-2126-0001')?.sources, [{ by: 'unsigned: x', says: 'signed by nobody' }]);
  assert.doesNotThrow(() => readSnapshot(JSON.parse(writeSnapshot(snapshot))));
});
