import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { BUNDLED, checkAdvisories, type Environment, readOsv, type Snapshot } from '../../updates/index.ts';
import type { Report } from '../../words/report.ts';
import { renderAdvisoriesJson, renderAdvisoriesOsv, renderAdvisoriesText, renderCsaf, renderOpenVex } from './index.ts';

const NOW = '2026-11-24T12:00:00Z';
const options = { tool: { name: 'horngate', version: '0.1.0' }, snapshot: BUNDLED, now: NOW };
const package_ = (name: string, version: string, ecosystem = 'PyPI') => ({ ecosystem, name, version });
const environment = (spec: string, ...packages: Environment['packages'][number][]): Environment => ({ spec, packages, unread: [] });

const REPORT: Report = {
  path: 'models/a model\u202e.keras',
  subject: `sha256:${'a'.repeat(64)}`,
  format: 'keras-v3',
  findings: [{ check: 'hdf5/shape-bomb', severity: 'high', message: '', where: { member: 'model.weights.h5', pointer: '/layers/dense' }, references: [] }],
  unread: [{ path: 'assets/x\u001b[2J', why: 'not read yet' }],
};
const RUNTIMES = [
  environment('keras==3.11.0', package_('keras', '3.11.0')),
  environment('requirements.txt', package_('keras', '3.11.0'), package_('keras', '>=3'), package_('torch', '2.5.1+cu124'), package_('onnx', '1.23.2')),
];
const INSTALLATION = environment(
  'horngate',
  package_('node', '20.19.0', 'Bitnami'),
  package_('@img/sharp-linux-x64', '0.34.5', 'npm'),
  package_('sharp', '0.30.0', 'npm'),
);
const asked = (snapshot: Snapshot = BUNDLED, reports = [REPORT, REPORT]) =>
  checkAdvisories({ reports, runtimes: RUNTIMES, installation: INSTALLATION, snapshot, now: NOW });
const EMPTY: Snapshot = { version: 1, asOf: NOW, advisories: [] };

interface Tested {
  readonly isValid: boolean;
  readonly tests: readonly { readonly name: string; readonly isValid: boolean; readonly errors: readonly unknown[] }[];
}

/** The schema of CSAF and its mandatory tests (section 6.1), by the validator of Secvisogram, which has no types. */
async function csafFlaws(document: unknown): Promise<readonly unknown[]> {
  const [schemas, mandatory, { default: validate }] = await Promise.all(
    ['schemaTests', 'mandatoryTests', 'validate'].map((part) => import(`@secvisogram/csaf-validator-lib/${part}.js`)),
  );
  const { tests }: Tested = await validate([...Object.values(schemas), ...Object.values(mandatory)], document);
  assert.ok(tests.length > 30);
  return tests.filter(({ isValid }) => !isValid).map(({ name, errors }) => [name, errors]);
}

test('CSAF is valid by its schema and its mandatory tests, and a broken one is not', async () => {
  const document = JSON.parse(renderCsaf(asked(), options));
  assert.deepEqual(await csafFlaws(document), []);
  document.vulnerabilities[0].product_status.known_affected = ['product-nobody'];
  assert.notDeepEqual(await csafFlaws(document), []);
});

test('CSAF says who is affected, who is not and why, and what to do', () => {
  const { product_tree, vulnerabilities, document } = JSON.parse(renderCsaf(asked(), options));
  assert.equal(document.category, 'csaf_vex');
  const id = (purl: string): string =>
    product_tree.full_product_names.find((one: { product_identification_helper: { purl: string } }) => one.product_identification_helper.purl === purl)
      .product_id;
  const bomb = vulnerabilities.find((one: { cve?: string }) => one.cve === 'CVE-2026-0897');
  const [file, engine, keras] = [
    id(`pkg:generic/a%20model%E2%80%AE.keras?checksum=sha256:${'a'.repeat(64)}`),
    id('pkg:npm/horngate@0.1.0'),
    id('pkg:pypi/keras@3.11.0'),
  ];
  assert.deepEqual(bomb.product_status.known_affected, [file, keras]);
  assert.deepEqual(bomb.product_status.known_not_affected, [engine]);
  assert.deepEqual(bomb.flags, [{ label: 'vulnerable_code_not_present', product_ids: [engine] }]);
  assert.ok(bomb.remediations.some(({ details }: { details: string }) => details === 'Update to 3.12.1'));
  assert.deepEqual(bomb.product_status.under_investigation, [id('pkg:pypi/keras@%3E%3D3')]);
});

/** What OpenVEX 0.2.0 requires, in words of our own; the schema itself is asked where `HORNGATE_OPENVEX_SCHEMA` names a copy of it. */
const IRI = { type: 'string', pattern: '^[a-z]+:\\S+$' };
const COMPONENT = {
  type: 'object',
  additionalProperties: false,
  required: ['@id'],
  properties: {
    '@id': IRI,
    identifiers: { type: 'object', additionalProperties: false, required: ['purl'], properties: { purl: { pattern: '^pkg:[a-z]+/\\S+$' } } },
    hashes: { type: 'object', additionalProperties: false, properties: { 'sha-256': { pattern: '^[0-9a-f]{64}$' } } },
  },
};
const OPENVEX = {
  type: 'object',
  additionalProperties: false,
  required: ['@context', '@id', 'author', 'timestamp', 'version', 'statements'],
  properties: {
    '@context': { const: 'https://openvex.dev/ns/v0.2.0' },
    '@id': IRI,
    author: { type: 'string' },
    role: { type: 'string' },
    timestamp: { format: 'date-time' },
    version: { type: 'integer', minimum: 1 },
    tooling: { type: 'string' },
    statements: {
      type: 'array',
      minItems: 1,
      uniqueItems: true,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['vulnerability', 'products', 'status'],
        properties: {
          vulnerability: {
            type: 'object',
            additionalProperties: false,
            required: ['name'],
            properties: { name: { type: 'string' }, description: { type: 'string' }, aliases: { type: 'array', uniqueItems: true, items: { type: 'string' } } },
          },
          products: { type: 'array', minItems: 1, uniqueItems: true, items: COMPONENT },
          status: { enum: ['not_affected', 'affected', 'under_investigation'] },
          justification: {
            enum: [
              'component_not_present',
              'vulnerable_code_not_present',
              'vulnerable_code_not_in_execute_path',
              'vulnerable_code_cannot_be_controlled_by_adversary',
              'inline_mitigations_already_exist',
            ],
          },
          impact_statement: { type: 'string' },
          action_statement: { type: 'string' },
          status_notes: { type: 'string' },
        },
        oneOf: [
          { properties: { status: { const: 'not_affected' } }, required: ['justification'] },
          { properties: { status: { const: 'affected' } }, required: ['action_statement'], not: { required: ['justification'] } },
          { properties: { status: { const: 'under_investigation' } }, not: { required: ['justification'] } },
        ],
      },
    },
  },
};

function validator(schema: object) {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  (addFormats as unknown as { default: (ajv: Ajv2020) => void }).default(ajv);
  ajv.addFormat('iri', /^[a-z]+:\S+$/);
  return ajv.compile(schema);
}

test('OpenVEX is valid', () => {
  const valid = validator(OPENVEX);
  assert.ok(valid(JSON.parse(renderOpenVex(asked(), options))), JSON.stringify(valid.errors));
});

const OPENVEX_FILE = process.env['HORNGATE_OPENVEX_SCHEMA'];
test('OpenVEX is valid by the published schema', {
  skip: OPENVEX_FILE === undefined && 'HORNGATE_OPENVEX_SCHEMA names no copy of the schema of OpenVEX',
}, () => {
  const valid = validator(JSON.parse(readFileSync(OPENVEX_FILE as string, 'utf8')));
  assert.ok(valid(JSON.parse(renderOpenVex(asked(), options))), JSON.stringify(valid.errors));
});

test('of a trigger that was not seen nothing is stated', () => {
  const { statements } = JSON.parse(renderOpenVex(asked(), options)) as { statements: { products: { '@id': string }[]; status: string }[] };
  const ofFile = statements.filter(({ products }) => products[0]?.['@id'].startsWith('pkg:generic/'));
  assert.deepEqual(new Set(ofFile.map(({ status }) => status)), new Set(['affected']));
});

test('OSV holds whole records, each under what it holds for', () => {
  const { results } = JSON.parse(renderAdvisoriesOsv(asked(), options));
  assert.deepEqual(
    results.map(({ source }: { source: { path: string } }) => source.path),
    [REPORT.path, REPORT.path, 'keras==3.11.0', 'requirements.txt', 'horngate'],
  );
  const records = results.flatMap(({ packages }: { packages: { vulnerabilities: unknown[] }[] }) => packages.flatMap(({ vulnerabilities }) => vulnerabilities));
  const known = new Map(BUNDLED.advisories.map((record) => [record.id, record]));
  for (const record of records.map((one: unknown) => readOsv(one))) assert.deepEqual(record, known.get(record.id));
  assert.ok(records.length > 20);
});

test('JSON is one document, with the date of the snapshot and its root', () => {
  const document = JSON.parse(renderAdvisoriesJson(asked(), options));
  assert.deepEqual(Object.keys(document), ['version', 'tool', 'snapshot', 'files', 'runtimes', 'together', 'engine', 'installation']);
  assert.deepEqual(document.snapshot, {
    asOf: BUNDLED.asOf,
    ageDays: 0,
    stale: false,
    advisories: BUNDLED.advisories.length,
    root: 'development',
    from: 'bundled',
    unsigned: null,
  });
});

test('text shows no character that acts, what was not read, and where trackers differ', () => {
  const text = renderAdvisoriesText(asked());
  for (const acting of ['\u001b', '\u202e']) assert.ok(!text.includes(acting));
  assert.match(text, /not read: assets\/x\\u\{1b\}\[2J: not read yet/);
  assert.match(text, /CVE record \(Google\): 3\.0\.0 through 3\.13\.0/);
  assert.match(text, /root of trust: development/);
  assert.doesNotMatch(text, /\bsafe\b(?!_)/);
});

test('an empty snapshot says that it is empty, and is no document of VEX', () => {
  const nothing = asked(EMPTY);
  assert.match(renderAdvisoriesText(nothing), /none\. The snapshot is empty \(root of trust: development\)/);
  assert.equal(JSON.parse(renderAdvisoriesJson(nothing, options)).snapshot.advisories, 0);
  assert.deepEqual(JSON.parse(renderAdvisoriesOsv(nothing, { ...options, snapshot: EMPTY })).results, []);
  for (const render of [renderOpenVex, renderCsaf]) assert.throws(() => render(nothing, options), { code: 'HG_UNSUPPORTED_FORMAT' });
});

test('an old snapshot says so', () => {
  assert.match(renderAdvisoriesText(asked({ ...BUNDLED, asOf: '2026-09-01T00:00:00Z' })), /84 days ago: refresh them/);
});
