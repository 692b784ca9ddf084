import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isJudged, judge } from './judge.ts';
import type { Finding, Severity } from './words/finding.ts';
import { DEFAULT_POLICY, type Policy } from './words/policy.ts';
import type { Report } from './words/report.ts';
import type { Verdict } from './words/verdict.ts';

const subject = `sha256:${'0'.repeat(64)}` as const;
const finding = (check: string, severity: Severity = 'high', pointer = '/a'): Finding => ({
  check,
  severity,
  message: '',
  where: { member: 'config.json', pointer },
  references: [],
});
const report = (...findings: readonly Finding[]): Report => ({ path: 'm.keras', subject, format: 'keras-v3', findings, unread: [] });
const guest: Policy = { ...DEFAULT_POLICY, contain: 'keras-guest' };
const outcome = (of: Report, policy: Policy = DEFAULT_POLICY) => judge(of, policy).outcome;

test('a verdict follows from the report and the policy', async (t) => {
  const cases: readonly (readonly [string, Report, Policy, string])[] = [
    ['nothing found', report(), DEFAULT_POLICY, 'admit'],
    ['below the threshold', report(finding('zip/trailing-data', 'low')), DEFAULT_POLICY, 'admit'],
    ['at the threshold', report(finding('keras/unknown-field', 'medium')), DEFAULT_POLICY, 'refuse'],
    [
      'below a higher threshold',
      report(finding('keras/unknown-field', 'medium')),
      { ...DEFAULT_POLICY, scan: { failOn: 'high', allow: [], waivers: [] } },
      'admit',
    ],
    ['at a lower threshold', report(finding('x/y', 'info')), { ...DEFAULT_POLICY, scan: { failOn: 'info', allow: [], waivers: [] } }, 'refuse'],
    ['something unread', { ...report(), unread: [{ path: 'a', why: 'b' }] }, DEFAULT_POLICY, 'refuse'],
    [
      'something unread, whatever the threshold',
      { ...report(), unread: [{ path: 'a', why: 'b' }] },
      { ...guest, scan: { failOn: 'critical', allow: [], waivers: [] } },
      'refuse',
    ],
    ['code, without a guest for it', report(finding('keras/code-class')), DEFAULT_POLICY, 'refuse'],
    ['code, with a guest for it', report(finding('keras/code-class'), finding('keras/lambda-bytecode')), guest, 'contain'],
    ['code, with a guest, but not all read', { ...report(finding('keras/code-class')), unread: [{ path: 'a', why: 'b' }] }, guest, 'refuse'],
    ['code and something else', report(finding('keras/code-class'), finding('hdf5/external-link')), guest, 'refuse'],
    ['somebody’s own class in their own module', report(finding('keras/custom-object'), finding('keras/unknown-module')), guest, 'contain'],
    ['their class, and a foreign module elsewhere', report(finding('keras/custom-object'), finding('keras/unknown-module', 'critical', '/b')), guest, 'refuse'],
    ['a foreign module alone', report(finding('keras/unknown-module')), guest, 'refuse'],
    ['an unknown class alone', report(finding('keras/unknown-class')), guest, 'refuse'],
  ];
  for (const [name, of, policy, expected] of cases) await t.test(`${name}: ${expected}`, () => assert.equal(outcome(of, policy), expected));
});

test('a verdict says why, each reason once, and about which artifact', () => {
  const many = { ...report(finding('a/b'), finding('a/b'), finding('c/d', 'low'), finding('e/f', 'critical')), unread: [{ path: 'x', why: 'y' }] };
  const verdict = judge(many, DEFAULT_POLICY);
  assert.deepEqual(verdict.reasons, ['a/b', 'e/f', 'scan/unread']);
  assert.equal(verdict.subject, subject);
});

test('only judge makes a verdict', () => {
  const real = judge(report(), DEFAULT_POLICY);
  const data = { outcome: 'admit', subject, reasons: [] } as const;
  // @ts-expect-error a verdict cannot be written by hand: only judge() makes one
  const forged: Verdict = data;
  assert.ok(isJudged(real) && !isJudged(forged));
  assert.ok(!isJudged({ ...real }) && !isJudged(structuredClone(real)), 'a copy is none either');
  assert.throws(() => Object.assign(real, { outcome: 'admit' }), TypeError);
  assert.throws(() => (real.reasons as string[]).push('x'), TypeError);
});
