import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readJson } from '../../artifact/json/read-json.ts';
import { encodeUtf8 } from '../../text/utf8.ts';
import { DEFAULT_LIMITS } from '../../words/limits.ts';
import { readModel } from '../read.ts';
import { settled } from '../trace.ts';
import type { StoredWeight } from '../weight-source.ts';
import type { LayerGroup } from './layer-groups.ts';
import { PositionalWeights } from './positional-weights.ts';

const layer = (className: string, name: string, config: object = {}): object => ({ class_name: className, config: { name, ...config } });
const dense = (name: string, config: object = {}): object => layer('Dense', name, { units: 2, ...config });
const norm = (name: string, config: object = {}): object => layer('BatchNormalization', name, config);
const input = layer('InputLayer', 'x', { batch_input_shape: [null, 2], dtype: 'float32' });
const sequential = (name: string, layers: readonly object[], config: object = {}): object => layer('Sequential', name, { layers, ...config });

const stored = (dims: readonly number[]): StoredWeight => ({
  dtype: 'float32',
  dims,
  bytes: 4 * dims.reduce((product, dim) => product * dim, 1),
  read: () => new Uint8Array(4 * dims.reduce((product, dim) => product * dim, 1)),
});
const SHAPES: Readonly<Record<string, readonly number[]>> = { kernel: [2, 2] };
const group = (name: string, names: readonly string[]): LayerGroup => ({
  name,
  weights: names.map((each) => ({ name: each, stored: stored(SHAPES[each.replace(/:0$/, '').split('/').at(-1) ?? ''] ?? [2]) })),
});

/** Where each weight came to lie: its name, by its place in the model. */
function placed(model: object, groups: readonly LayerGroup[], paths: readonly string[], writer: 2 | 3 = 2): Record<string, string | undefined> {
  const limits = { maxBytes: DEFAULT_LIMITS.maxConfigBytes, maxDepth: DEFAULT_LIMITS.maxDepth };
  const spec = readModel(readJson(encodeUtf8(JSON.stringify(model)), limits).value, DEFAULT_LIMITS);
  const source = settled(spec, new PositionalWeights(groups, spec, writer), writer);
  const names = new Map(groups.flatMap(({ weights }) => weights.map(({ name, stored }) => [stored, name])));
  return Object.fromEntries(paths.flatMap((path) => [...source.below(path)].map(([place, weight]) => [`${path}/${place}`, names.get(weight)])));
}

const nested = (inner: object = {}, first: object = {}): object =>
  sequential('model', [
    input,
    sequential('inner', [layer('InputLayer', 'i', { batch_input_shape: [null, 2], dtype: 'float32' }), dense('a', first), norm('b'), dense('c')], inner),
  ]);
const INNER = ['layers/sequential/layers/dense', 'layers/sequential/layers/batch_normalization', 'layers/sequential/layers/dense_1'];
const [A, B, C] = [
  ['a/kernel:0', 'a/bias:0'],
  ['b/gamma:0', 'b/beta:0'],
  ['c/kernel:0', 'c/bias:0'],
];
const STATISTICS = ['b/moving_mean:0', 'b/moving_variance:0'];
const right = {
  'layers/sequential/layers/dense/vars/0': 'a/kernel:0',
  'layers/sequential/layers/dense/vars/1': 'a/bias:0',
  'layers/sequential/layers/batch_normalization/vars/0': 'b/gamma:0',
  'layers/sequential/layers/batch_normalization/vars/1': 'b/beta:0',
  'layers/sequential/layers/batch_normalization/vars/2': 'b/moving_mean:0',
  'layers/sequential/layers/batch_normalization/vars/3': 'b/moving_variance:0',
  'layers/sequential/layers/dense_1/vars/0': 'c/kernel:0',
  'layers/sequential/layers/dense_1/vars/1': 'c/bias:0',
};

test('the weights of a model in a model are told apart by their order alone', async (t) => {
  await t.test('what is trained comes first, then statistics', () =>
    assert.deepEqual(placed(nested(), [group('inner', [...A, ...B, ...C, ...STATISTICS])], INNER), right),
  );
  await t.test('a frozen layer comes behind what is trained', () =>
    assert.deepEqual(placed(nested({}, { trainable: false }), [group('inner', [...B, ...C, ...A, ...STATISTICS])], INNER), right),
  );
  await t.test('a frozen model of Keras 2 lists what it would train first', () =>
    assert.deepEqual(placed(nested({ trainable: false }), [group('inner', [...A, ...B, ...C, ...STATISTICS])], INNER), right),
  );
  await t.test('a frozen model of Keras 3 lists each layer whole', () =>
    assert.deepEqual(placed(nested({ trainable: false }), [group('inner', [...A, ...B, ...STATISTICS, ...C])], INNER, 3), right),
  );
});

test('keras/legacy-weight-names: a file whose names tell of another order than its positions is refused', async (t) => {
  const code = { code: 'HG_ARTIFACT_WEIGHTS' };
  await t.test('two layers changed places', () => assert.throws(() => placed(nested(), [group('inner', [...C, ...B, ...A, ...STATISTICS])], INNER), code));
  await t.test('two variables of a layer changed places', () =>
    assert.throws(() => placed(nested(), [group('inner', [...A, 'b/beta:0', 'b/gamma:0', ...C, ...STATISTICS])], INNER), code),
  );
  await t.test('a group of another layer', () => assert.throws(() => placed(nested(), [group('other', [...A, ...B, ...C, ...STATISTICS])], INNER), code));
  await t.test('names that are none of the model say nothing', () => {
    const names = ['w1', 'w2'];
    const found = placed(
      sequential('model', [input, dense('a')]),
      [{ name: 'a', weights: names.map((name, at) => ({ name, stored: stored(at === 0 ? [2, 2] : [2]) })) }],
      ['layers/dense'],
    );
    assert.deepEqual(found, { 'layers/dense/vars/0': 'w1', 'layers/dense/vars/1': 'w2' });
  });
});

test('what does not come out even is refused', async (t) => {
  const model = sequential('model', [input, dense('a'), dense('c')]);
  const cases: Readonly<Record<string, readonly LayerGroup[]>> = {
    'a layer too few': [group('a', A)],
    'a layer too many': [group('a', A), group('c', C), group('d', ['d/kernel:0'])],
    'a weight too few': [group('a', ['a/kernel:0']), group('c', C)],
    'a weight too many': [group('a', [...A, 'a/more:0']), group('c', C)],
    'no weight of the shape anywhere': [group('a', ['a/bias:0']), group('c', ['c/bias:0'])],
    'weights in another order of shapes': [group('a', ['a/bias:0', 'a/kernel:0']), group('c', C)],
  };
  for (const [name, groups] of Object.entries(cases)) await t.test(name, () => assert.throws(() => placed(model, groups, []), { code: 'HG_ARTIFACT_WEIGHTS' }));
});

test('a shape in the description takes no more memory than the file has weights', () => {
  const model = sequential('model', [input, dense('a', { units: 2 ** 40 })]);
  assert.throws(() => placed(model, [group('a', A)], []), { code: 'HG_ARTIFACT_WEIGHTS' });
});

test('the halves of Bidirectional are told apart, also where the second stands in no config', () => {
  const bidirectional = layer('Bidirectional', 'both', { layer: layer('SimpleRNN', 'rnn', { units: 2 }), merge_mode: 'concat' });
  const model = sequential('model', [layer('InputLayer', 'x', { batch_input_shape: [null, 3, 2], dtype: 'float32' }), bidirectional]);
  const half = (way: string): string[] => ['kernel', 'recurrent_kernel', 'bias'].map((name) => `both/${way}_rnn/cell/${name}:0`);
  const groupOf = (names: readonly string[]): LayerGroup => ({
    name: 'both',
    weights: names.map((name) => ({ name, stored: stored(/kernel/.test(name) ? [2, 2] : [2]) })),
  });
  const found = placed(model, [groupOf([...half('forward'), ...half('backward')])], ['layers/bidirectional/backward_layer']);
  assert.equal(found['layers/bidirectional/backward_layer/cell/vars/0'], 'both/backward_rnn/cell/kernel:0');
  assert.throws(() => placed(model, [groupOf([...half('backward'), ...half('forward')])], []), { code: 'HG_ARTIFACT_WEIGHTS' });
});
