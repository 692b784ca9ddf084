import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { KERAS_PUBLISHED } from './known/keras.ts';
import { published } from './published.ts';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

test('a file that Keras publishes is known by its name, and its digest says by which algorithm', () => {
  // keras/src/applications/vgg16.py and keras/src/datasets/mnist.py of Keras 3.15.1
  assert.deepEqual(published('vgg16_weights_tf_dim_ordering_tf_kernels.h5'), {
    name: 'vgg16_weights_tf_dim_ordering_tf_kernels.h5',
    publisher: 'Keras 3.15.1',
    algorithm: 'md5',
    digest: '64373286793e3c8b2b4e3219cbf3544b',
    module: 'applications/vgg16',
  });
  assert.equal(published('mnist.npz')?.algorithm, 'sha256');
  assert.equal(published('model.keras'), undefined);
  assert.equal(published('toString'), undefined);
});

test('the table has every digest that stands in Keras 3.15.1, in the form of one of two algorithms', () => {
  const rows = Object.values(KERAS_PUBLISHED.files);
  assert.equal(KERAS_PUBLISHED.version, '3.15.1');
  assert.equal(new Set(rows.map(([digest]) => digest)).size, 98);
  for (const [digest] of rows) assert.match(digest, /^(?:[0-9a-f]{32}|[0-9a-f]{64})$/);
});

const ORACLE = process.env['HORNGATE_ORACLE'];

test('the table is what the sources of Keras 3.15.1 say', { skip: ORACLE === undefined && 'HORNGATE_ORACLE names no Python' }, () => {
  const find = 'import importlib.util; print(*importlib.util.find_spec("keras").submodule_search_locations)';
  const keras = spawnSync(ORACLE ?? '', ['-c', find], { encoding: 'utf8' }).stdout.trim();
  const printed = spawnSync(ORACLE ?? '', [at('../../../../tools/known-digests.py'), keras], { encoding: 'utf8' });
  assert.equal(printed.stdout, readFileSync(at('known/keras.ts'), 'utf8'), printed.stderr);
});
