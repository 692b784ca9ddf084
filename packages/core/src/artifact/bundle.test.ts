import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bundleOf } from './bundle.ts';
import { bytesSource } from './source.ts';

const files = (...paths: string[]) => paths.map((path) => ({ path, source: bytesSource(new Uint8Array(0)) }));
const FOLDER = ['config.json', 'metadata.json', 'model.weights.h5'];

test('What files are together follows from their names', () => {
  assert.equal(bundleOf(files(...FOLDER)).kind, 'folder');
  const withAssets = bundleOf(files(...FOLDER, 'assets/layers/text_vectorization/vocabulary.txt'));
  assert.ok(withAssets.kind === 'folder' && withAssets.assets.length === 1);
  assert.equal(bundleOf(files('m.json', 'm.weights.h5')).kind, 'json');
  const sharded = bundleOf(files('m.json', 'm.weights.json', 'm_00000.weights.h5', 'm_00001.weights.h5'));
  assert.ok(sharded.kind === 'sharded' && sharded.shards.length === 2 && sharded.index.path === 'm.weights.json');
});

test('Files that make no model are refused, and so is one too many', async (t) => {
  const cases: string[][] = [
    [],
    ['m.json'],
    ['m.json', 'm.h5'],
    ['m.h5', 'm.weights.h5'],
    ['m.json', 'm.weights.h5', 'm_00000.weights.h5'],
    ['m.json', 'm.weights.json'],
    ['m.json', 'm.weights.json', 'sub/m_00000.weights.h5'],
    ['m.json', 'm.weights.json', 'm.json'],
    [...FOLDER, 'run.py'],
    [...FOLDER, 'config.json'],
  ];
  for (const names of cases) await t.test(names.join(' '), () => assert.throws(() => bundleOf(files(...names)), { code: 'HG_ARTIFACT_FORMAT' }));
});
