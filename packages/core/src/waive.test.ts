import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expired, judge, waive } from './judge.ts';
import { DEFAULT_POLICY, type Policy, readPolicy } from './words/policy.ts';
import type { Report } from './words/report.ts';

const subject = `sha256:${'a'.repeat(64)}` as const;
const other = `sha256:${'b'.repeat(64)}` as const;
const finding = (check: string) => ({ check, severity: 'high', message: 'm', where: {}, references: [] }) as const;
const report: Report = { path: 'm', subject, format: 'keras-v3', findings: [finding('zip/gap'), finding('zip/link')], unread: [] };
const waiver = { digest: subject, check: 'zip/gap', reason: 'padding of our own writer', until: '2026-12-31' };
const policy = (...waivers: readonly object[]): Policy => readPolicy({ version: 1, scan: { waivers } });
const outcome = (policy: Policy, today: string, given = report): string => judge(waive(given, policy, today), policy).outcome;
const one: Report = { ...report, findings: [finding('zip/gap')] };

test('scanner/waivers: a waiver holds for one check in the bytes of one digest until the end of its day', async (t) => {
  await t.test('it counts on its last day', () => assert.equal(outcome(policy(waiver), '2026-12-31', one), 'admit'));
  await t.test('and not on the next', () => assert.equal(outcome(policy(waiver), '2027-01-01', one), 'refuse'));
  await t.test('another check refuses all the same', () => assert.equal(outcome(policy(waiver), '2026-12-01'), 'refuse'));
  await t.test('another file is not meant', () => assert.equal(outcome(policy(waiver), '2026-12-01', { ...one, subject: other }), 'refuse'));
  await t.test('what was not read cannot be waived', () =>
    assert.equal(outcome(policy({ ...waiver, check: 'scan/unread' }), '2026-12-01', { ...one, findings: [], unread: [{ path: 'x', why: 'y' }] }), 'refuse'),
  );
});

test('what is waived stays visible, and is marked anew each time', () => {
  const marked = waive(report, policy(waiver), '2026-12-01');
  assert.deepEqual(marked.findings[0]?.waived, { reason: waiver.reason, until: waiver.until });
  assert.equal(marked.findings[1]?.waived, undefined);
  assert.deepEqual(waive(marked, DEFAULT_POLICY, '2026-12-01'), report);
});

test('a policy says which of its waivers have ended', () => {
  assert.deepEqual(expired(policy(waiver), '2027-01-01'), [waiver]);
  assert.deepEqual(expired(policy(waiver), '2026-12-31'), []);
});

test('a waiver without a digest, a check, a reason or a day that exists is no waiver', async (t) => {
  const wrong = { digest: 'sha256:1', check: 'all', reason: 'ok', until: '2026-04-31' };
  for (const [field, value] of [...Object.entries(wrong), ['until', '2026-13-01'], ['until', '2027-02-29'], ['until', 'never'], ['extra', 1]] as const)
    await t.test(`${field} ${value}`, () => assert.throws(() => policy({ ...waiver, [field]: value }), { code: 'HG_USAGE_POLICY' }));
  for (const field of Object.keys(waiver))
    await t.test(`no ${field}`, () => {
      const { [field as 'digest']: _, ...rest } = waiver;
      assert.throws(() => policy(rest), { code: 'HG_USAGE_POLICY' });
    });
  await t.test('a leap day exists', () => assert.ok(policy({ ...waiver, until: '2028-02-29' })));
});
