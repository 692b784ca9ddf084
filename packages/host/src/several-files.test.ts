import assert from 'node:assert/strict';
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { inflateSync } from 'node:zlib';
import type { Tensor } from '@horngate/core/tensor';
import type { Report } from '@horngate/core/words';
import { at, openFolder, options } from './flow.testing.ts';
import { decode, inspect, launch, modelsBelow, open, scanModels } from './index.ts';
import type { HostOptions } from './options.ts';

const CASES = 'conformance/keras/cases';

/** A copy of a case's folder, to be changed. */
function copyOf(t: TestContext, family: string, name: string): string {
  const folder = openFolder(t);
  cpSync(at(`${CASES}/${family}/${name}`), folder, { recursive: true });
  return folder;
}

async function answers(host: HostOptions, path: string, vectors: string): Promise<void> {
  const arrays = await decode(vectors, host);
  const { session, files, report } = await launch(path, host);
  try {
    assert.deepEqual([report.findings, report.unread], [[], []]);
    assert.ok(files.length > 1);
    const inputs = Object.fromEntries(session.inputs.map(({ name }) => [name, arrays[`in/${name}/3`] as Tensor]));
    const { outputs } = await session.predict(inputs);
    Object.values(outputs).forEach((output, index) => {
      const expected = arrays[`out/${index}/3`]?.data as Float32Array;
      const far = (output.data as Float32Array).map((value, n) => Math.abs(value - (expected[n] as number)));
      assert.ok(far.every((difference) => difference < 1e-4));
    });
  } finally {
    session.dispose();
  }
}

test('models of several files go all the way, through guests that see them by descriptors', async (t) => {
  const host = await options(t);
  const of = (family: string, name: string, file = ''): [string, string] => [
    join(at(`${CASES}/${family}/${name}`), file).replace(/\/$/, ''),
    at(`${CASES}/${family}/${name}.npz`),
  ];
  await t.test('an architecture with weights', () => answers(host, ...of('json-weights', 'json-mlp', 'model.json')));
  await t.test('an architecture with shards', () => answers(host, ...of('sharded-weights', 'sharded-nested', 'nested.json')));
  await t.test('an unzipped .keras', () => answers(host, ...of('unzipped', 'unzipped-cnn')));
  assert.deepEqual(readdirSync(join(host.home, 'tenants', 'local', 'artifacts')), [], 'nothing of them is kept');
});

test('the report of a folder is about all of its files, under its root digest', async (t) => {
  const host = await options(t);
  const folder = at(`${CASES}/unzipped/unzipped-text`);
  const reports: Report[] = [];
  for await (const one of scanModels(modelsBelow([folder]), host)) reports.push(one);
  const [report] = reports;
  const artifact = open(folder, host);
  t.after(() => artifact.close());
  assert.ok(report);
  assert.equal(report.subject, artifact.digest);
  assert.deepEqual([report.format, report.findings, report.unread], ['keras-v3-folder', [], []]);
  assert.equal((await inspect(artifact))['format'], 'keras-v3-folder');
});

test('what is refused in a .keras is refused in its files', async (t) => {
  const host = await options(t);
  await t.test('a description that carries code', async (t) => {
    const folder = copyOf(t, 'unzipped', 'unzipped-cnn');
    const config = readFileSync(join(folder, 'config.json'), 'utf8');
    writeFileSync(join(folder, 'config.json'), config.replace('"class_name": "Rescaling"', '"class_name": "__lambda__"'));
    await assert.rejects(launch(folder, host), { code: /^HG_REFUSED_/ });
  });
  await t.test('weights that lead to another file', async (t) => {
    const folder = copyOf(t, 'json-weights', 'json-mlp');
    const { refused } = JSON.parse(readFileSync(at('packages/core/src/artifact/hdf5/known/h5py-newer.json'), 'utf8')) as {
      refused: { name: string; file: string }[];
    };
    const linked = refused.find(({ name }) => name === 'external_link')?.file ?? '';
    writeFileSync(join(folder, 'model.weights.h5'), inflateSync(Buffer.from(linked, 'base64')));
    await assert.rejects(launch(join(folder, 'model.json'), host), { code: 'HG_REFUSED_FINDINGS' });
  });
  await t.test('an index that names a path', async (t) => {
    const folder = copyOf(t, 'sharded-weights', 'sharded-mlp');
    const index = readFileSync(join(folder, 'model.weights.json'), 'utf8');
    writeFileSync(join(folder, 'model.weights.json'), index.replaceAll('model_00001.weights.h5', '../../../etc/host.weights.h5'));
    await assert.rejects(launch(join(folder, 'model.json'), host), { code: 'HG_ARTIFACT_FIELD' });
  });
  await t.test('weights of another model', async (t) => {
    const folder = copyOf(t, 'json-weights', 'json-mlp');
    cpSync(at(`${CASES}/unzipped/unzipped-cnn/model.weights.h5`), join(folder, 'model.weights.h5'));
    await assert.rejects(launch(join(folder, 'model.json'), host), { code: 'HG_ARTIFACT_WEIGHTS' });
  });
});
