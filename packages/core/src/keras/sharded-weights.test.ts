import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Json } from '../artifact/json/json.ts';
import { shardedWeights } from './sharded-weights.ts';
import type { StoredWeight, WeightSource } from './weight-source.ts';

const weight: StoredWeight = { dtype: 'float32', dims: [1], bytes: 4, read: () => new Uint8Array(4) };

/** A file of weights with variables at these paths, and the name of the layer that a group has. */
function shard(paths: readonly string[], names: Readonly<Record<string, string>> = {}): WeightSource {
  return {
    below: (path) => new Map(paths.flatMap((one) => (one.startsWith(`${path}/`) ? [[one.slice(path.length + 1), weight] as const] : []))),
    nameAt: (path) => names[path],
  };
}

const SHARDS = new Map([
  ['m_00000.weights.h5', shard(['layers/dense/vars/0'], { 'layers/dense': 'first' })],
  ['m_00001.weights.h5', shard(['layers/dense/vars/1', 'layers/dense_1/vars/0'])],
]);
const open = (map: Json, shards = SHARDS): WeightSource => shardedWeights({ metadata: {}, weight_map: map } as unknown as Json, shards, 'm.weights.json');
const MAP = { '/layers/dense/vars': ['m_00000.weights.h5', 'm_00001.weights.h5'], '/layers/dense_1/vars': 'm_00001.weights.h5' } as unknown as Json;

test('Variables of a layer are put together from the shards that the index names', () => {
  const weights = open(MAP);
  assert.deepEqual([...weights.below('layers/dense').keys()], ['vars/0', 'vars/1']);
  assert.deepEqual([...weights.below('layers/dense_1').keys()], ['vars/0']);
  assert.deepEqual([...weights.below('layers/dense_2').keys()], []);
  assert.equal(weights.nameAt('layers/dense'), 'first');
  assert.equal(weights.nameAt('layers/dense_1'), undefined);
});

test('keras/shard-names: an index that names anything but the shards beside it is refused', async (t) => {
  for (const name of ['/etc/passwd', '../m_00000.weights.h5', 'other.weights.h5', 'M_00000.weights.h5', '', 7, null, ['m_00000.weights.h5', ['x']]])
    await t.test(JSON.stringify(name), () => assert.throws(() => open({ ...(MAP as object), '/layers/x/vars': name } as Json), { code: 'HG_ARTIFACT_FIELD' }));
  await t.test('an empty list', () => assert.throws(() => open({ ...(MAP as object), '/layers/x/vars': [] } as Json), { code: 'HG_ARTIFACT_FIELD' }));
  await t.test('one twice', () =>
    assert.throws(() => open({ '/layers/dense/vars': ['m_00000.weights.h5', 'm_00000.weights.h5'] } as Json), { code: 'HG_ARTIFACT_FIELD' }),
  );
  await t.test('a shard that it forgets', () =>
    assert.throws(() => open({ '/layers/dense/vars': 'm_00000.weights.h5' } as unknown as Json), { code: 'HG_ARTIFACT_FIELD' }),
  );
  await t.test('no map', () => assert.throws(() => shardedWeights([] as unknown as Json, SHARDS, 'm'), { code: 'HG_ARTIFACT_FIELD' }));
});

test('Shards that contradict the index are refused', async (t) => {
  await t.test('a variable in a shard that the index does not name', () => {
    const weights = open({ '/layers/dense/vars': 'm_00000.weights.h5', '/layers/dense_1/vars': 'm_00001.weights.h5' } as unknown as Json);
    assert.throws(() => weights.below('layers/dense'), { code: 'HG_ARTIFACT_WEIGHTS' });
  });
  await t.test('a named shard without one', () => {
    const weights = open({ ...(MAP as object), '/layers/dense_1/vars': ['m_00000.weights.h5', 'm_00001.weights.h5'] } as Json);
    assert.throws(() => weights.below('layers/dense_1'), { code: 'HG_ARTIFACT_WEIGHTS' });
  });
  await t.test('one variable in two shards', () => {
    const twice = new Map([...SHARDS].map(([name]) => [name, shard(['layers/dense/vars/0'])]));
    const weights = open({ '/layers/dense/vars': [...SHARDS.keys()] } as unknown as Json, twice);
    assert.throws(() => weights.below('layers/dense'), { code: 'HG_ARTIFACT_WEIGHTS' });
  });
  await t.test('two names of one layer', () => {
    const named = new Map([...SHARDS.keys()].map((name, n) => [name, shard([`layers/dense/vars/${n}`], { 'layers/dense': name })]));
    assert.throws(() => open({ '/layers/dense/vars': [...SHARDS.keys()] } as unknown as Json, named).nameAt('layers/dense'), { code: 'HG_ARTIFACT_WEIGHTS' });
  });
});
