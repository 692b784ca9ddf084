import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readOsv } from './read-osv.ts';

const LEAST = { id: 'GHSA-48g7-3x6r-xfhp', modified: '2025-03-12T00:00:00Z' };
const withRange = (events: unknown) => ({ ...LEAST, affected: [{ package: { ecosystem: 'PyPI', name: 'keras' }, ranges: [{ type: 'ECOSYSTEM', events }] }] });

test('what the format requires is enough, and what it does not know is left out', () => {
  assert.deepEqual(readOsv({ ...LEAST, later: [1], aliases: null }), LEAST);
});

test('an advisory of GitHub is read whole', () => {
  const one = {
    schema_version: '1.4.0',
    ...LEAST,
    published: '2025-03-11T21:30:33Z',
    aliases: ['CVE-2025-1550'],
    summary: 'Arbitrary Code Execution via Crafted Keras Config for Model Loading',
    details: 'text',
    severity: [{ type: 'CVSS_V4', score: 'CVSS:4.0/AV:L' }],
    affected: [
      {
        package: { ecosystem: 'PyPI', name: 'keras' },
        ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '3.0.0' }, { fixed: '3.9.0' }] }],
        versions: ['3.0.0'],
      },
    ],
    references: [{ type: 'WEB', url: 'https://example.org' }],
    database_specific: { severity: 'HIGH' },
  };
  assert.deepEqual(readOsv(one), one);
});

const BROKEN: readonly (readonly [string, unknown, string])[] = [
  ['a list', [], ''],
  ['null', null, ''],
  ['without an id', { modified: LEAST.modified }, '/id'],
  ['an id that is a path', { ...LEAST, id: '../../etc/passwd' }, '/id'],
  ['an id that acts on a terminal', { ...LEAST, id: 'GHSA\u001b[2J' }, '/id'],
  ['a day instead of a time', { ...LEAST, modified: '2025-03-12' }, '/modified'],
  ['two events in one', withRange([{ introduced: '0', fixed: '1' }]), '/affected/0/ranges/0/events/0'],
  ['an event of no kind', withRange([{ repaired: '1' }]), '/affected/0/ranges/0/events/0'],
  ['a number as a version', withRange([{ introduced: 0 }]), '/affected/0/ranges/0/events/0/introduced'],
  ['a range of no type', { ...LEAST, affected: [{ ranges: [{ type: 'GUESS', events: [] }] }] }, '/affected/0/ranges/0/type'],
  ['a text as a list', { ...LEAST, aliases: 'CVE-2025-1550' }, '/aliases'],
];

for (const [name, value, pointer] of BROKEN)
  test(`refuses ${name}`, () => assert.throws(() => readOsv(value), { code: 'HG_INPUT_FORMAT', where: { pointer } }));

test('refuses more than anybody writes', () => {
  assert.throws(() => readOsv({ ...LEAST, aliases: Array.from({ length: 10_001 }, () => 'CVE-2025-1550') }), { code: 'HG_LIMIT_ENTRIES' });
  assert.throws(() => readOsv({ ...LEAST, details: 'x'.repeat(100_001) }), { code: 'HG_INPUT_FORMAT' });
});
