import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { test } from 'node:test';
import { bytesSource, openHdf5, pureInflate, readZip, walkHdf5, writeZip, type ZipMember } from '@horngate/core/artifact';
import { DEFAULT_LIMITS, HorngateError } from '@horngate/core/words';
import { InProcess } from '../keras/in-process.ts';
import { artifactFiles, artifactName, type Case, cases, distance, families, vectors } from '../keras/vectors.ts';
import { PORTS, type Rebuilt, rebuild } from './disarm-in-process.ts';
import { hostileFiles, removable } from './removable.ts';

const read = (path: string): Rebuilt => rebuild([{ path: basename(path), bytes: readFileSync(path) }]);

/** Why each of the other hostile files cannot be rebuilt: the model needs what is wrong with it, or it is not certain which model it is. */
const REFUSED: Readonly<Record<string, RegExp>> = {
  'custom-*|flax-layer|foreign-*|jax-layer|keras-*|lambda*|tfsm-layer|torch-module-wrapper|unknown-layer': /^HG_ARTIFACT_CODE$/,
  'name-*|integer-lookup-url|string-lookup-path|text-vectorization-bucket|unknown-field|json-list|json-duplicate-key': /^HG_ARTIFACT_FIELD$/,
  'field-type': /^HG_UNSUPPORTED_FIELD$/,
  'hdf5-*': /^HG_ARTIFACT_(HDF5|TRUNCATED|WEIGHTS)$/,
  'json-cut': /^HG_ARTIFACT_JSON$/,
  'json-deep': /^HG_LIMIT_DEPTH$/,
  'npz-objects|yaml-config': /^HG_ARTIFACT_FORMAT$/,
  'zip-*|json-huge': /^HG_ARTIFACT_ZIP$/,
};

function codeFor(name: string): RegExp {
  const row = Object.entries(REFUSED).find(([names]) => new RegExp(`^(${names.replaceAll('*', '.*')})$`).test(name));
  assert.ok(row !== undefined, name);
  return row[1];
}

test('a hostile file whose model is whole comes out silent, and each time as the same bytes', async (t) => {
  const all = removable();
  assert.ok(all.length >= 40);
  for (const { name, path, base } of all)
    await t.test(name, () => {
      const { file, findings, unread, dropped } = read(path);
      assert.deepEqual([findings, unread], [[], []]);
      assert.deepEqual(read(path).file, file);
      if (path !== base) assert.ok(dropped.length > 0);
      // All of `removable/` are one model: what is left of them differs in nothing but what was kept of the training.
      if (basename(base).startsWith('removable-')) assert.deepEqual(weightsIn(file), weightsIn(read(base).file));
    });
});

function weightsIn(file: Uint8Array): string {
  const archive = readZip(bytesSource(file), DEFAULT_LIMITS, pureInflate, PORTS.digests);
  const entry = archive.get('model.weights.h5');
  assert.ok(entry !== undefined && archive.anomalies.length === 0);
  return Buffer.from(archive.readMember(entry, 1e6)).toString('hex');
}

test('disarm/certain: every other hostile file is refused with its code', async (t) => {
  const names = new Set(removable().map(({ path }) => path));
  for (const path of hostileFiles().filter((one) => !names.has(one)))
    await t.test(basename(path), () => assert.throws(() => read(path), { name: 'HorngateError', code: codeFor(basename(path, '.keras')) }));
});

test('disarm/asked: of the weights there are those that a layer asks for, and no other object', () => {
  const { file } = read(new URL('removable/removable-dataset.keras', import.meta.url).pathname);
  const archive = readZip(bytesSource(file), DEFAULT_LIMITS, pureInflate, PORTS.digests);
  assert.deepEqual(
    archive.entries.map(({ path }) => path),
    ['metadata.json', 'config.json', 'model.weights.h5'],
  );
  const entry = archive.get('model.weights.h5');
  assert.ok(entry !== undefined);
  const hdf5 = openHdf5(archive.open(entry, 1e6), DEFAULT_LIMITS, pureInflate);
  const datasets = [...walkHdf5(hdf5)].flatMap((visit) => (visit.kind === 'object' && visit.object.kind === 'dataset' ? [visit.path] : []));
  // Two Dense, and the gamma, beta, mean and variance of a BatchNormalization.
  const wanted = ['dense', 'dense_1'].flatMap((name) => [0, 1].map((n) => `/layers/${name}/vars/${n}`));
  assert.deepEqual(datasets.sort(), [...[0, 1, 2, 3].map((n) => `/layers/batch_normalization/vars/${n}`), ...wanted].sort());
});

test('disarm/same-model: a description that Keras 3 reads otherwise than its writer is refused by the layer', () => {
  // `hard_sigmoid` has a slope of 0.2 in Keras 2 and of 1/6 in Keras 3: real Keras loads the file and answers other numbers.
  const [one] = cases().filter(({ name }) => name === 'tfk-bare-list');
  assert.ok(one !== undefined);
  assert.throws(() => rebuild(artifactFiles(one)), { code: 'HG_UNSUPPORTED_FORMAT', message: /its layer "first"/ });
});

test('one model of each family is the same model for our own compiler', async (t) => {
  const all = cases().filter((one) => artifactFiles(one).reduce((sum, { bytes }) => sum + bytes.length, 0) < 200_000);
  for (const family of families()) {
    const found = all.filter((each) => each.family === family).slice(0, 8);
    await t.test(family, async () => {
      for (const one of found) {
        const rebuilt = unlessOtherwise(() => rebuild(artifactFiles(one)));
        if (rebuilt === undefined) continue;
        assert.deepEqual([rebuilt.findings, rebuilt.unread], [[], []]);
        await agrees(one, rebuilt.file);
        return;
      }
      assert.equal(found.length, 0, `none of ${found.map(({ name }) => name).join(', ')} is rebuilt`);
    });
  }
});

/** Undefined where a description of Keras 2 cannot be said in Keras 3. */
function unlessOtherwise(step: () => Rebuilt): Rebuilt | undefined {
  try {
    return step();
  } catch (error) {
    if (error instanceof HorngateError && error.code.startsWith('HG_UNSUPPORTED_')) return undefined;
    throw error;
  }
}

async function agrees(one: Case, file: Uint8Array): Promise<void> {
  const model = new InProcess();
  await model.open([{ path: 'model.keras', bytes: Buffer.from(file) }]);
  const [vector] = vectors(one);
  const found = await model.predict(vector?.inputs ?? []);
  for (const [index, expected] of (vector?.outputs ?? []).entries()) assert.ok(distance(found[index], expected, one.tolerance) <= 1);
}

test('weights stand under the paths by which Keras 3.15.1 looks for them, and are the same bytes', async (t) => {
  const written = cases().filter((one) => one.files === undefined && artifactName(one).endsWith('.keras') && !OLDER.has(one.family));
  for (const one of written.filter(({ name }, index) => index % 25 === 0 || /^(group-query|multi-head)-attention/.test(name)))
    await t.test(one.name, () => {
      const [given] = artifactFiles(one);
      assert.ok(given !== undefined);
      assert.deepEqual(variablesOf(rebuild([given]).file), variablesOf(given.bytes));
    });
});

/** Families that an earlier Keras wrote, under other paths. */
const OLDER: ReadonlySet<string> = new Set(['stages-legacy', 'tf-keras', 'versions']);

function variablesOf(file: Uint8Array): Readonly<Record<string, string>> {
  const archive = readZip(bytesSource(file), DEFAULT_LIMITS, PORTS.inflate, PORTS.digests);
  const entry = archive.get('model.weights.h5');
  assert.ok(entry !== undefined);
  const found: [string, string][] = [];
  for (const visit of walkHdf5(openHdf5(archive.open(entry, 1e9), DEFAULT_LIMITS, PORTS.inflate)))
    if (visit.kind === 'object' && visit.object.kind === 'dataset' && !visit.path.startsWith('/optimizer/'))
      found.push([visit.path, `${visit.object.dtype} [${visit.object.shape}] ${Buffer.from(visit.object.read()).toString('base64')}`]);
  return Object.fromEntries(found.sort());
}

test('changed files come out silent, or are refused with a code that is about them', () => {
  let state = 7;
  const random = (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const change = (bytes: Uint8Array): Uint8Array => {
    const changed = bytes.slice();
    for (let changes = 1 + random(3); changes > 0; changes--) changed[random(changed.length)] = random(256);
    return changed;
  };
  const seeds = ['nothing', 'hdf5-soft-link', 'key-twice', 'layer-field'].map((name) =>
    membersOf(new URL(`removable/removable-${name}.keras`, import.meta.url)),
  );
  let whole = 0;
  for (let n = 0; n < 300; n++) {
    const members = seeds[n % seeds.length] ?? [];
    const at = random(members.length + 1);
    const archive = writeZip(members.map((member, index) => (index === at ? { ...member, bytes: change(member.bytes) } : member)));
    whole += outcome(at === members.length ? change(archive) : archive, n);
  }
  assert.ok(whole > 30);
});

function membersOf(path: URL): ZipMember[] {
  const archive = readZip(bytesSource(readFileSync(path)), DEFAULT_LIMITS, pureInflate, PORTS.digests);
  return archive.entries.map((entry) => ({ path: entry.path, bytes: archive.readMember(entry, 1e6).slice() }));
}

/** @returns 1 for a file that was rebuilt. */
function outcome(bytes: Uint8Array, n: number): number {
  let rebuilt: Rebuilt;
  try {
    rebuilt = rebuild([{ path: 'model.keras', bytes }]);
  } catch (error) {
    assert.ok(error instanceof HorngateError && /^HG_(ARTIFACT|LIMIT|UNSUPPORTED)_/.test(error.code), `change ${n}: ${(error as Error).stack}`);
    return 0;
  }
  assert.deepEqual([rebuilt.findings, rebuilt.unread], [[], []], `change ${n}`);
  return 1;
}
