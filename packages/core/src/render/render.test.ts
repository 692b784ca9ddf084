import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ALL_CHECKS } from '../scanner/index.ts';
import { DEFAULT_POLICY } from '../words/policy.ts';
import type { Report } from '../words/report.ts';
import { printable, renderJson, renderSarif, renderText } from './index.ts';

const subject = `sha256:${'a'.repeat(64)}` as const;
const options = { tool: { name: 'horngate', version: '0.1.0' }, policy: DEFAULT_POLICY };
const plain: Report = { path: 'models/plain.keras', subject, format: 'keras-v3', findings: [], unread: [] };
const EVIL = 'a\u001b[31m\u202eevil\u200b\u2028\ud800\n\u{e0041}';
const hostile: Report = {
  path: `down loads/${EVIL}#.keras`,
  subject,
  format: 'keras-v3',
  findings: [
    {
      check: 'keras/lambda-bytecode',
      severity: 'critical',
      message: `Contains ${EVIL}`,
      where: { member: 'config.json', pointer: '/config/layers/2' },
      references: ['CVE-2024-3660'],
    },
    { check: 'scan/guest-died', severity: 'high', message: 'The reader died', where: {}, references: [] },
    { check: 'zip/trailing-data', severity: 'low', message: 'm', where: { offset: 0 }, references: [] },
  ],
  unread: [{ path: `config${EVIL}`, why: `no ${EVIL}` }],
};

test('the JSON of scan has the form that was promised', () => {
  const text = renderJson([hostile, plain], options);
  const document = JSON.parse(text);
  assert.deepEqual(Object.keys(document), ['version', 'tool', 'reports']);
  assert.deepEqual([document.version, document.tool], [1, { name: 'horngate', version: '0.1.0' }]);
  const [bad, good] = document.reports;
  assert.deepEqual(Object.keys(bad), ['path', 'subject', 'format', 'verdict', 'findings', 'unread']);
  assert.deepEqual([bad.verdict, good.verdict], ['refuse', 'admit']);
  assert.deepEqual(bad.findings[0], {
    check: 'keras/lambda-bytecode',
    severity: 'critical',
    message: `Contains ${EVIL}`,
    where: { member: 'config.json', pointer: '/config/layers/2', offset: null },
    references: ['CVE-2024-3660'],
  });
  assert.deepEqual(bad.findings[2].where, { member: null, pointer: null, offset: 0 });
  assert.deepEqual(bad.unread, hostile.unread);
  assert.deepEqual(JSON.parse(renderJson([], options)).reports, []);
});

test('the text says what, where, why, what to do, and what was not looked at', () => {
  const text = renderText([hostile], options);
  for (const part of [
    'critical',
    'config.json /config/layers/2',
    'why: ',
    'do: ',
    'CVE-2024-3660',
    'keras/lambda-bytecode',
    'not read',
    'Verdict: refuse',
    'byte 0',
  ])
    assert.ok(text.includes(part), part);
  for (const report of [hostile, plain]) assert.match(renderText([report], options), /Not looked at: .*backdoors/s);
  assert.match(renderText([plain], options), /Nothing that our checks know was found/);
});

test('no output says "safe"', () => {
  const every: Report = { ...plain, findings: ALL_CHECKS.map(({ id, severity, references }) => ({ check: id, severity, message: '', where: {}, references })) };
  for (const render of [renderText, renderJson, renderSarif])
    for (const report of [plain, hostile, every]) assert.doesNotMatch(render([report], options), /\b(safe|secure|trustworthy|clean)\b/i);
});

test('text of the sender’s cannot act on a terminal', async (t) => {
  await t.test('in the rendered text', () => assert.match(renderText([hostile], options).replaceAll('\n', ''), /^[\x20-\x7e]*$/));
  await t.test('by itself', () => assert.equal(printable(EVIL), 'a\\u{1b}[31m\\u{202e}evil\\u{200b}\\u{2028}\\u{d800}\\u{a}\\u{e0041}'));
  for (const honest of ['größe', '層 1', 'модель', 'שכבה', '😀', 'a/b:c "d"', ''])
    await t.test(`${honest} stays`, () => assert.equal(printable(honest), honest));
});

test('SARIF 2.1.0: each result names a rule that is there, and places are URIs', () => {
  const document = JSON.parse(renderSarif([hostile, plain], options));
  assert.equal(document.version, '2.1.0');
  const [run] = document.runs;
  assert.equal(run.tool.driver.rules.length, ALL_CHECKS.length);
  assert.equal(run.results.length, 3);
  for (const { ruleId, ruleIndex, level, locations } of run.results) {
    if (ruleIndex !== undefined) assert.equal(run.tool.driver.rules[ruleIndex].id, ruleId);
    assert.ok(['error', 'warning', 'note'].includes(level));
    const { uri } = locations[0].physicalLocation.artifactLocation;
    assert.match(uri, /^[A-Za-z0-9%/._~!*'()-]+$/);
    assert.ok(URL.canParse(uri, 'file:///x/'));
  }
  assert.equal(run.results[0].locations[0].logicalLocations[0].fullyQualifiedName, 'config.json#/config/layers/2');
  assert.equal(run.invocations[0].toolExecutionNotifications.length, 1);
});

test('SARIF stays below what GitHub takes', () => {
  const many = { ...plain, findings: Array.from({ length: 6000 }, () => hostile.findings[1] as (typeof hostile.findings)[number]) };
  assert.equal(JSON.parse(renderSarif([many], options)).runs[0].results.length, 5000);
});
