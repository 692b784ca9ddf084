import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { isJsonArray, isJsonObject, type Json } from '../artifact/json/json.ts';
import { readJson } from '../artifact/json/read-json.ts';
import type { ZipEntry } from '../artifact/zip/zip.ts';
import { encodeUtf8 } from '../text/utf8.ts';
import type { Finding } from '../words/finding.ts';
import { type Check, runChecks } from './define-check.ts';
import { collectObjects } from './keras/objects.ts';
import type { KerasSubject } from './subjects.ts';

const LIMITS = { maxBytes: 1 << 30, maxDepth: 1 << 20 };

/** Any JSON value as our reader gives it. */
export const json = (value: unknown): Json => readJson(encodeUtf8(JSON.stringify(value)), LIMITS).value;

export const entry = (path: string, offset = 0): ZipEntry => ({
  path,
  offset,
  bytes: 1,
  packedBytes: 1,
  method: 0,
  crc32: 0,
  flags: 0,
  dataOffset: offset + 30,
  directory: false,
});

const MEMBERS = ['metadata.json', 'config.json', 'model.weights.h5'];

export function kerasSubject(config: Json, { members = [], metadata }: { members?: readonly string[]; metadata?: unknown } = {}): KerasSubject {
  const { objects } = collectObjects(config, 20_000);
  const written = metadata ?? { keras_version: '3.15.1', date_saved: '2026-01-01@00:00:00' };
  return { member: 'config.json', config, objects, metadata: json(written), members: [...MEMBERS, ...members].map((path) => entry(path)) };
}

interface Ordinary {
  readonly name: string;
  readonly subject: KerasSubject;
}

/** Configurations that real Keras wrote (`tools/oracle/ordinary.py`). */
export const ORDINARY: readonly Ordinary[] = readOrdinary();

function readOrdinary(): Ordinary[] {
  const { value } = readJson(readFileSync(resolve(import.meta.dirname, 'known/ordinary.json')), LIMITS);
  assert.ok(isJsonObject(value) && isJsonArray(value['models']));
  return value['models'].map((model) => {
    assert.ok(isJsonObject(model) && isJsonArray(model['members']));
    return { name: String(model['name']), subject: kerasSubject(model['config'] as Json, { members: model['members'].map(String) }) };
  });
}

/** A real model with the serialized object or value `inner` as the activation of its Dense layer: a place where Keras would build it. */
export const AT = '/config/layers/1/config/activation';
export const withActivation = (inner: unknown): Json => json(sequential([{ ...dense(), config: { ...dense().config, activation: inner } }]));
export const withLayer = (layer: unknown): Json => json(sequential([layer]));
/** Where `withLayer` puts the layer. */
export const LAYER = '/config/layers/1';

export const object = (className: string, module: string | null, config: unknown = {}, registered: string | null = null) => ({
  module,
  class_name: className,
  config,
  registered_name: registered,
});
export const dense = () =>
  object('Dense', 'keras.layers', { name: 'dense', trainable: true, units: 2, activation: 'relu' } as Record<string, unknown>) as DenseObject;
type DenseObject = ReturnType<typeof object> & { readonly config: Readonly<Record<string, unknown>> };

export const sequential = (layers: readonly unknown[], more: object = {}) => ({
  ...object('Sequential', 'keras', {
    name: 'sequential',
    trainable: true,
    layers: [object('InputLayer', 'keras.layers', { batch_shape: [null, 4], dtype: 'float32', sparse: false, name: 'x' }), ...layers],
  }),
  ...more,
});

export type Reports = Readonly<Record<string, readonly [config: Json, ...pointers: readonly string[]]>>;
export type Silent = Readonly<Record<string, Json>>;

/** The two tables of a Keras rule: what it reports, with the places, and about what it stays silent; to the second belongs all that real Keras wrote. */
export function ruleTest(check: Check<'keras'>, reports: Reports, silent: Silent): void {
  test(`${check.id} reports`, async (t) => {
    for (const [name, [config, ...pointers]] of Object.entries(reports))
      await t.test(name, () =>
        assert.deepEqual(
          found(check, kerasSubject(config)).map(({ where }) => where.pointer),
          pointers,
        ),
      );
  });
  test(`${check.id} stays silent`, async (t) => {
    for (const [name, config] of Object.entries(silent)) await t.test(name, () => assert.deepEqual(found(check, kerasSubject(config)), []));
    for (const { name, subject } of ORDINARY) await t.test(`as real Keras wrote it: ${name}`, () => assert.deepEqual(found(check, subject), []));
  });
}

export const found = (check: Check<'keras'>, subject: KerasSubject): readonly Finding[] => runChecks([check], subject);
