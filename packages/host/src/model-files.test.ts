import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { modelFiles, modelsIn } from './model-files.ts';
import { openModel } from './opened.ts';

function folderOf(t: TestContext, ...names: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'horngate-models-'));
  t.after(() => rmSync(folder, { recursive: true }));
  for (const name of names) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), name);
  }
  return folder;
}

const FOLDER = ['config.json', 'metadata.json', 'model.weights.h5'];

test('The files of a model are found by their names', (t) => {
  const folder = folderOf(
    t,
    ...FOLDER,
    'assets/layers/a/vocabulary.txt',
    'README.md',
    'a.json',
    'a.weights.h5',
    'b.json',
    'b.weights.json',
    'b_00000.weights.h5',
  );
  writeFileSync(join(folder, 'b_1.weights.h5'), '');
  writeFileSync(join(folder, 'bb_00001.weights.h5'), '');
  assert.deepEqual(modelFiles(folder)?.names, [...FOLDER, 'assets/layers/a/vocabulary.txt']);
  assert.deepEqual(modelFiles(join(folder, 'a.json'))?.names, ['a.json', 'a.weights.h5']);
  assert.deepEqual(modelFiles(join(folder, 'b.json'))?.names, ['b.json', 'b.weights.json', 'b_00000.weights.h5']);
  assert.deepEqual(modelFiles(join(folder, 'c.json'))?.names, ['c.json', 'model.weights.h5'], "Keras' own name, where none is called like it");
  for (const name of ['model.weights.h5', 'b.weights.json', 'a.keras']) assert.equal(modelFiles(join(folder, name)), undefined, name);
  assert.deepEqual(
    modelsIn(folder).map(({ path }) => path),
    [folder],
  );
});

test('An architecture without weights is one file', (t) => assert.equal(modelFiles(join(folderOf(t, 'm.json'), 'm.json')), undefined));

test('Weights that stand there twice are not chosen between', (t) => {
  const folder = folderOf(t, 'm.json', 'm.weights.h5', 'm.weights.json');
  assert.throws(() => modelFiles(join(folder, 'm.json')), { code: 'HG_CONFLICT' });
});

test('A folder that is no model is refused by name', (t) => assert.throws(() => openModel(folderOf(t, 'config.json')), { code: 'HG_INPUT_FORMAT' }));

test('More files than a guest is given are refused', (t) => {
  const folder = folderOf(t, ...FOLDER, ...Array.from({ length: 300 }, (_, n) => `assets/${n}.txt`));
  assert.throws(() => modelFiles(folder), { code: 'HG_LIMIT_ENTRIES' });
});

test('host/no-links: no file of a model is reached over a link', (t) => {
  const outside = folderOf(t, 'model.weights.h5', 'vocabulary.txt');
  const linked = folderOf(t, 'm.json');
  symlinkSync(join(outside, 'model.weights.h5'), join(linked, 'm.weights.h5'));
  assert.throws(() => openModel(join(linked, 'm.json')), { code: 'HG_NOT_FOUND' });
  const folder = folderOf(t, ...FOLDER);
  symlinkSync(outside, join(folder, 'assets'));
  assert.deepEqual(modelFiles(folder)?.names, FOLDER, 'a folder that is a link is none of its assets');
  const whole = folderOf(t, 'config.json', 'metadata.json');
  symlinkSync(join(outside, 'model.weights.h5'), join(whole, 'model.weights.h5'));
  assert.throws(() => openModel(whole), { code: 'HG_INPUT_FORMAT' });
});

test('The root digest binds bytes and names, and not where the folder lies', (t) => {
  const open = (folder: string) => {
    const file = openModel(folder);
    t.after(() => file.close());
    return file;
  };
  const folder = folderOf(t, ...FOLDER, 'assets/a.txt');
  const { digest, bytes, parts } = open(folder);
  assert.equal(open(folderOf(t, ...FOLDER, 'assets/a.txt')).digest, digest);
  assert.equal(bytes, 'config.jsonmetadata.jsonmodel.weights.h5assets/a.txt'.length);
  assert.equal(parts?.length, 4);
  const renamed = folderOf(t, ...FOLDER);
  mkdirSync(join(renamed, 'assets'));
  writeFileSync(join(renamed, 'assets/b.txt'), 'assets/a.txt');
  assert.notEqual(open(renamed).digest, digest);
  writeFileSync(join(folder, 'metadata.json'), 'metadata.JSON');
  assert.notEqual(open(folder).digest, digest);
});
