import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { DEFAULT_POLICY } from '../words/policy.ts';
import type { Report } from '../words/report.ts';
import { renderCycloneDx } from './index.ts';

const options = { tool: { name: 'horngate', version: '0.1.0' }, policy: DEFAULT_POLICY };
const subject = `sha256:${'a'.repeat(64)}` as const;
const report: Report = {
  path: 'models/a.keras',
  subject,
  format: 'keras-v3',
  findings: [
    {
      check: 'keras/lambda-bytecode',
      severity: 'critical',
      message: 'm',
      where: { member: 'config.json', pointer: '/x' },
      references: ['CWE-94', 'CVE-2024-3660'],
    },
    { check: 'zip/comment', severity: 'info', message: 'n', where: {}, references: [], waived: { reason: 'our own build', until: '2027-01-01' } },
  ],
  unread: [{ path: 'assets/x', why: 'not read yet' }],
};

/** The schemas that the CycloneDX project publishes with its library. */
const SCHEMAS = join(dirname(createRequire(import.meta.url).resolve('@cyclonedx/cyclonedx-library/package.json')), 'res/schema');
const schema = (name: string): object => JSON.parse(readFileSync(join(SCHEMAS, `${name}.SNAPSHOT.schema.json`), 'utf8'));

test('the bill is valid by the schema of CycloneDX 1.6', async (t) => {
  const ajv = new Ajv({ strict: false });
  for (const name of ['spdx', 'jsf-0.82']) ajv.addSchema(schema(name), `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`);
  addFormats.default(ajv);
  const validate = ajv.compile(schema('bom-1.6'));
  const valid = (document: unknown): boolean => validate(document) as boolean;
  await t.test('findings, unread parts, waivers', () => assert.ok(valid(JSON.parse(renderCycloneDx([report], options))), JSON.stringify(validate.errors)));
  await t.test('nothing scanned', () => assert.ok(valid(JSON.parse(renderCycloneDx([], options))), JSON.stringify(validate.errors)));
  await t.test('the schema sees a wrong one', () => assert.ok(!valid({ ...JSON.parse(renderCycloneDx([report], options)), components: [{ type: 'model' }] })));
});

test('the same bytes in two places are one component with two occurrences, and what was not read is said', () => {
  const { components, vulnerabilities } = JSON.parse(renderCycloneDx([report, { ...report, path: 'b.keras' }], options));
  assert.equal(components.length, 1);
  assert.deepEqual(components[0].evidence.occurrences, [{ location: 'models/a.keras' }, { location: 'b.keras' }]);
  assert.ok(components[0].properties.some(({ name, value }: { name: string; value: string }) => name === 'horngate:unread' && value.includes('assets/x')));
  assert.deepEqual(
    vulnerabilities.map(({ id, cwes, analysis }: { id: string; cwes?: number[]; analysis?: { state: string } }) => [id, cwes, analysis?.state]),
    [
      ['keras/lambda-bytecode', [94], undefined],
      ['zip/comment', undefined, 'not_affected'],
    ],
  );
});
