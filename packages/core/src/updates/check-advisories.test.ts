import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding } from '../words/finding.ts';
import type { Report } from '../words/report.ts';
import type { Environment } from './answers/packages-answer.ts';
import { checkAdvisories, reachesThreshold } from './check-advisories.ts';
import { BUNDLED } from './known/index.ts';
import type { Snapshot } from './snapshot.ts';

const NOW = '2026-11-24T12:00:00Z';
const HERE: Environment = { spec: 'horngate', packages: [], unread: [] };
const EMPTY: Snapshot = { version: 1, asOf: '2026-11-24T00:00:00Z', advisories: [] };

const finding = (check: string, references: readonly string[] = []): Finding => ({
  check,
  severity: 'high',
  message: '',
  where: { member: 'config.json', pointer: '/a' },
  references,
});
const report = (findings: readonly Finding[], format = 'keras-v3', unread: Report['unread'] = []): Report => ({
  path: 'model.keras',
  subject: `sha256:${'0'.repeat(64)}`,
  format,
  findings,
  unread,
});
const keras = (version: string, unread: Environment['unread'] = []): Environment => ({
  spec: `keras==${version}`,
  packages: [{ ecosystem: 'PyPI', name: 'keras', version }],
  unread,
});
const asked = (reports: readonly Report[], runtimes: readonly Environment[] = [], snapshot = BUNDLED) =>
  checkAdvisories({ reports, runtimes, installation: HERE, snapshot, now: NOW });
const triggers = (...findings: readonly Finding[]) => asked([report(findings)]).files[0]?.triggers.map(({ id }) => id);

test('a finding is the trigger of the advisories that need it', () => {
  assert.deepEqual(triggers(finding('hdf5/shape-bomb')), ['CVE-2026-0897', 'CVE-2026-12570']);
  assert.deepEqual(triggers(finding('keras/code-class', ['CVE-2025-49655', 'CVE-2026-12484'])), ['CVE-2025-49655', 'CVE-2026-12484']);
  assert.deepEqual(triggers(finding('yaml/tag', ['CVE-2021-37678'])), ['CVE-2021-37678']);
  assert.deepEqual(triggers(finding('keras/unknown-field')), []);
});

test('what only one format does is said of that format alone', () => {
  const lambda = finding('keras/lambda-bytecode', ['CVE-2024-3660']);
  const of = (format: string) => asked([report([lambda], format)]).files[0]?.triggers.map(({ id }) => id);
  assert.ok(of('keras-h5')?.includes('CVE-2025-9905'));
  assert.ok(!of('keras-v3')?.includes('CVE-2025-9905'));
});

test('the three answers are kept apart, and said together only where both hold', () => {
  const both = asked([report([finding('keras/unknown-module')])], [keras('3.8.0'), keras('3.15.1')]);
  assert.deepEqual(
    both.files[0]?.triggers.map(({ id }) => id),
    ['CVE-2025-1550'],
  );
  assert.ok(both.runtimes[0]?.matches.some(({ id, fixed }) => id === 'CVE-2025-1550' && fixed.includes('3.9.0')));
  assert.deepEqual(
    both.runtimes[1]?.matches.map(({ id }) => id),
    ['x_keras-23303'],
  );
  assert.deepEqual(both.together, [{ path: 'model.keras', spec: 'keras==3.8.0', ids: ['CVE-2025-1550'] }]);
  assert.ok(both.engine.every(({ status }) => status === 'not_affected'));
});

test('a runtime is affected without any file, and a file holds a trigger without any runtime', () => {
  assert.ok(reachesThreshold(asked([], [keras('3.8.0')]), 'critical') === false);
  assert.ok(reachesThreshold(asked([], [keras('3.8.0')]), 'high'));
  assert.ok(reachesThreshold(asked([report([finding('keras/unknown-module')])]), 'high'));
  assert.ok(!reachesThreshold(asked([report([])]), 'info'));
});

test('what the operator accepted stays visible and does not count', () => {
  const waived = { ...finding('keras/unknown-module'), waived: { reason: 'read', until: '2026-12-31' } };
  const answer = asked([report([waived])]);
  assert.deepEqual(
    answer.files[0]?.triggers.map((one) => one.waived),
    [true],
  );
  assert.ok(!reachesThreshold(answer, 'info'));
  assert.ok(reachesThreshold(asked([report([waived, finding('keras/unknown-module')])]), 'high'));
});

test('updates/unread: what was not read, and what cannot be compared, never passes for clean', () => {
  assert.ok(reachesThreshold(asked([report([], 'keras-v3', [{ path: 'config.json', why: 'too deep' }])]), 'medium'));
  assert.ok(reachesThreshold(asked([], [{ ...HERE, unread: [{ where: 'line 1', why: 'not followed' }] }]), 'medium'));
  const loose = asked([], [keras('>=3.0')]);
  assert.ok(loose.runtimes[0]?.matches.every(({ status }) => status === 'unknown'));
  assert.ok(reachesThreshold(loose, 'high'));
});

test('an advisory without a reason of ours is open, not cleared', () => {
  const snapshot: Snapshot = {
    ...EMPTY,
    advisories: [{ id: 'GHSA-xxxx-xxxx-xxxx', modified: NOW, affected: [{ package: { ecosystem: 'PyPI', name: 'keras' }, versions: ['3.0.0'] }] }],
  };
  assert.deepEqual(
    asked([], [], snapshot).engine.map(({ status }) => status),
    ['under_investigation'],
  );
});

test('two records of one fault are one answer, the worse one, with the fixes of both', () => {
  const range = (fixed: string) => [
    { package: { ecosystem: 'PyPI', name: 'keras' }, ranges: [{ type: 'ECOSYSTEM' as const, events: [{ introduced: '0' }, { fixed }] }] },
  ];
  const snapshot: Snapshot = {
    ...EMPTY,
    advisories: [
      { id: 'GHSA-aaaa-aaaa-aaaa', aliases: ['CVE-2026-1'], modified: NOW, affected: range('3.1') },
      { id: 'PYSEC-2026-1', aliases: ['CVE-2026-1'], modified: NOW, affected: range('3.2') },
    ],
  };
  const of = (version: string) => asked([], [keras(version)], snapshot).runtimes[0];
  assert.deepEqual(
    of('3.0')?.matches.map(({ id, fixed }) => [id, fixed]),
    [['CVE-2026-1', ['3.1', '3.2']]],
  );
  assert.deepEqual(
    of('3.1')?.matches.map(({ fixed }) => fixed),
    [['3.2']],
  );
  assert.deepEqual(of('3.1')?.unaffected, []);
  assert.deepEqual(
    of('3.2')?.unaffected.map(({ about }) => about.id),
    ['CVE-2026-1'],
  );
});

test('an empty snapshot knows nothing, and one of a month ago says that it is old', () => {
  assert.deepEqual(asked([report([finding('keras/unknown-module')])], [keras('3.8.0')], EMPTY).snapshot, {
    asOf: EMPTY.asOf,
    ageDays: 0,
    stale: false,
    advisories: 0,
  });
  assert.equal(asked([], [], { ...EMPTY, asOf: '2026-10-25T00:00:00Z' }).snapshot.stale, false);
  assert.equal(asked([], [], { ...EMPTY, asOf: '2026-10-24T00:00:00Z' }).snapshot.stale, true);
});
