import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { CHECKS } from '../../scanner/index.ts';
import { knowledgeOf } from '../knowledge.ts';
import { matchOsv } from '../osv/match.ts';
import { namesOf, readSnapshot, writeSnapshot } from '../snapshot.ts';
import { BUNDLED } from './index.ts';

const checks = Object.values(CHECKS).flat();

/** The parts of the OSV schema 1.7 that our records use, in words of our own; the schema itself is asked where `HORNGATE_OSV_SCHEMA` names a copy of it. */
const TEXT = { type: 'string', minLength: 1 };
const SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: ['id', 'modified', 'schema_version', 'summary', 'affected', 'references', 'database_specific'],
  properties: {
    schema_version: { pattern: '^1\\.\\d+\\.\\d+$' },
    id: { pattern: '^(x_|(CVE|GHSA|PYSEC)-)' },
    modified: { pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ$' },
    published: { pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ$' },
    aliases: { type: 'array', uniqueItems: true, items: { pattern: '^(CVE|GHSA|PYSEC)-' } },
    related: { type: 'array', uniqueItems: true, items: { pattern: '^(CVE|GHSA|PYSEC)-' } },
    summary: TEXT,
    affected: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['package', 'ranges'],
        properties: {
          package: {
            type: 'object',
            additionalProperties: false,
            required: ['ecosystem', 'name'],
            properties: { ecosystem: { enum: ['PyPI', 'npm', 'Bitnami', 'crates.io'] }, name: TEXT },
          },
          ranges: {
            type: 'array',
            items: {
              type: 'object',
              additionalProperties: false,
              required: ['type', 'events'],
              properties: {
                type: { enum: ['ECOSYSTEM', 'SEMVER'] },
                events: {
                  type: 'array',
                  minItems: 1,
                  contains: { required: ['introduced'] },
                  items: { type: 'object', minProperties: 1, maxProperties: 1, additionalProperties: TEXT },
                },
              },
            },
          },
        },
      },
    },
    references: {
      type: 'array',
      items: { type: 'object', required: ['type', 'url'], properties: { type: { const: 'ADVISORY' }, url: { pattern: '^https://' } } },
    },
    database_specific: { type: 'object' },
  },
};

test('every record is OSV, and says where its ranges come from', () => {
  const valid = new Ajv2020({ strict: false }).compile(SCHEMA);
  for (const record of BUNDLED.advisories) {
    assert.ok(valid(record), `${record.id}: ${JSON.stringify(valid.errors)}`);
    assert.ok(knowledgeOf(record).sources.length > 0, `${record.id} must name a source`);
  }
});

const SCHEMA_FILE = process.env['HORNGATE_OSV_SCHEMA'];
test('every record is valid for the published schema', {
  skip: SCHEMA_FILE === undefined && 'HORNGATE_OSV_SCHEMA names no copy of the schema of OSV',
}, async () => {
  const addFormats = (await import('ajv-formats')).default as unknown as (ajv: Ajv2020) => void;
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats(ajv);
  const valid = ajv.compile(JSON.parse(readFileSync(SCHEMA_FILE as string, 'utf8')));
  for (const record of BUNDLED.advisories) assert.ok(valid(record), `${record.id}: ${JSON.stringify(valid.errors)}`);
});

test('the snapshot is read back as it was written, and each fault stands once', () => {
  assert.deepEqual(readSnapshot(JSON.parse(writeSnapshot(BUNDLED))), BUNDLED);
  const names = BUNDLED.advisories.flatMap(namesOf);
  assert.equal(new Set(names).size, names.length);
});

test('every advisory that a check cites is in the snapshot, and every trigger is a check', () => {
  const cited = new Set(checks.flatMap(({ references }) => references).filter((reference) => /^(CVE|GHSA)-/.test(reference)));
  const known = new Set(BUNDLED.advisories.flatMap(namesOf));
  assert.deepEqual(
    [...cited].filter((id) => !known.has(id)),
    [],
  );
  const ids = new Set(checks.map(({ id }) => id as string));
  for (const record of BUNDLED.advisories) for (const { check } of knowledgeOf(record).triggers) assert.ok(ids.has(check), `${record.id} names ${check}`);
});

test('a check that cites an advisory is a trigger of it', () => {
  for (const record of BUNDLED.advisories) {
    const { triggers } = knowledgeOf(record);
    if (triggers.length === 0) continue;
    const named = new Set(triggers.map(({ check }) => check));
    for (const { id, references } of checks)
      if (references.some((reference) => namesOf(record).includes(reference)) && !LOOSER.has(`${record.id} ${id}`))
        assert.ok(named.has(id), `${id} cites ${record.id}`);
  }
});

/** Cited for the class of fault; what the advisory itself needs is narrower. */
const LOOSER = new Set(['CVE-2026-1462 keras/file-reference']);

/** Versions and what holds for them, from the texts that each row cites. */
const HOLDS: readonly (readonly [id: string, affected: readonly string[], unaffected: readonly string[]])[] = [
  ['CVE-2024-3660', ['2.12.0', '2.2.4-tf'], ['2.13.1', '3.0.0']],
  ['CVE-2024-55459', ['3.7.0', '2.15.0'], ['3.8.0']],
  ['CVE-2025-1550', ['3.0.0', '3.8.0', '3.9.0.dev1'], ['2.15.0', '3.9.0']],
  ['CVE-2025-49655', ['3.11.0', '3.11.2'], ['3.10.0', '3.11.3']],
  ['CVE-2026-0897', ['3.12.0', '3.13.0', '3.13.1'], ['3.12.1', '3.13.2', '2.15.0']],
  ['CVE-2026-12480', ['3.12.2', '3.13.2', '3.14.1'], ['3.12.3', '3.12.4', '3.15.0']],
  ['CVE-2026-12570', ['3.14.0', '3.12.4'], ['3.15.0', '3.15.1']],
  ['x_keras-23101', ['3.12.3', '3.15.0'], ['3.12.4', '3.15.1']],
  ['x_keras-23303', ['3.15.1'], []],
];

for (const [id, affected, unaffected] of HOLDS)
  test(`${id} holds for ${affected.join(', ')}, not for ${unaffected.join(', ') || 'none known'}`, () => {
    const record = BUNDLED.advisories.find((one) => one.id === id);
    assert.ok(record !== undefined);
    for (const version of affected) assert.equal(matchOsv(record, { ecosystem: 'PyPI', name: 'keras', version })?.status, 'affected', version);
    for (const version of unaffected) assert.equal(matchOsv(record, { ecosystem: 'PyPI', name: 'keras', version })?.status, 'unaffected', version);
  });

test('every Keras advisory says why the engine is not affected', () => {
  for (const record of BUNDLED.advisories.filter(({ affected }) => affected?.some(({ package: about }) => about?.name === 'keras')))
    assert.ok(knowledgeOf(record).engine !== undefined, record.id);
});
