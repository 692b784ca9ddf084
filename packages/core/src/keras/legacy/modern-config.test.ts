import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Json } from '../../artifact/json/json.ts';
import { readJson } from '../../artifact/json/read-json.ts';
import { encodeUtf8 } from '../../text/utf8.ts';
import { modernConfig } from './modern-config.ts';

const json = (value: unknown): Json => readJson(encodeUtf8(JSON.stringify(value)), { maxBytes: 1 << 20, maxDepth: 64 }).value;
const plain = (value: Json): unknown => JSON.parse(JSON.stringify(value));
const ref = (layer: string, node = 0, tensor = 0): unknown => ({ class_name: '__keras_tensor__', config: { keras_history: [layer, node, tensor] } });

/** The first call of a layer of this class, after it was respelled. */
function called(node: unknown, className = 'Dense', others: readonly unknown[] = [], writer: 2 | 3 = 2): unknown {
  const layer = { class_name: className, name: 'layer', config: { name: 'layer' }, inbound_nodes: [node] };
  const model = modernConfig(json({ class_name: 'Functional', config: { layers: [...others, layer], output_layers: [['layer', 0, 0]] } }), writer);
  return (plain(model) as { config: { layers: { inbound_nodes: unknown[] }[] } }).config.layers.at(-1)?.inbound_nodes[0];
}

/** What tf-keras 2.21.0 writes (`Node.serialize`), and what it calls when it reads that again. */
test('calls that stand as lists become arguments', async (t) => {
  const rows: Readonly<Record<string, readonly [unknown, string, unknown]>> = {
    'one tensor': [[['x', 0, 0, {}]], 'Dense', { args: [ref('x')], kwargs: {} }],
    'as Keras 2.0 wrote it': [[['x', 0, 0]], 'Dense', { args: [ref('x')], kwargs: {} }],
    'several tensors': [[['x', 0, 0, {}], ['y', 2, 1, {}]], 'Add', { args: [[ref('x'), ref('y', 2, 1)]], kwargs: {} }],
    'a tensor among the keyword arguments': [[['x', 0, 0, { value: ['y', 0, 0] }]], 'MultiHeadAttention', { args: [ref('x')], kwargs: { value: ref('y') } }],
    'a list of one that stays one': [[['x', 0, 0, { axis: 1 }]], 'TFOpLambda', { args: [[ref('x')]], kwargs: { axis: 1 } }],
    'a bare reference': [['x', 0, 0, { y: 2, name: null }], 'TFOpLambda', { args: [ref('x')], kwargs: { y: 2, name: null } }],
    'a constant before the tensor': [['_CONSTANT_VALUE', -1, 1, { y: ['x', 0, 0] }], 'TFOpLambda', { args: [1], kwargs: { y: ref('x') } }],
    'states behind the input of a recurrent layer': [
      [['x', 0, 0, {}], ['h', 0, 0, {}], ['c', 0, 0, {}]],
      'LSTM',
      { args: [ref('x')], kwargs: { initial_state: [ref('h'), ref('c')] } },
    ],
    'a dictionary': [{ b: ['y', 0, 0, {}], a: ['x', 0, 0, {}] }, 'Dense', { args: [{ b: ref('y'), a: ref('x') }], kwargs: {} }],
    'a list of numbers, which is none of a reference': [[['x', 0, 0, { perm: [0, 2, 1] }]], 'Dense', { args: [ref('x')], kwargs: { perm: [0, 2, 1] } }],
  }; // biome-ignore format: a table
  for (const [name, [node, className, expected]] of Object.entries(rows)) await t.test(name, () => assert.deepEqual(called(node, className), expected));
});

test('calls that are spelled as today stay the very same', () => {
  const config = json({ class_name: 'Functional', config: { layers: [{ class_name: 'Dense', config: {}, inbound_nodes: [{ args: [1.5], kwargs: {} }] }] } });
  assert.equal(modernConfig(config, 3), config);
});

test('the calls of a model in a model are counted from 0, though Keras 2 counts the one that made it', async (t) => {
  const inner = { class_name: 'Sequential', name: 'inner', config: { name: 'inner', layers: [{ class_name: 'InputLayer', config: {} }] }, inbound_nodes: [] };
  const deferred = { ...inner, config: { name: 'inner', layers: [{ class_name: 'Dense', config: {} }] } };
  const node = [['inner', 1, 0, {}]];
  await t.test('of Keras 2', () => assert.deepEqual(called(node, 'Dense', [inner]), { args: [ref('inner', 0)], kwargs: {} }));
  await t.test('of Keras 2, built when it was called', () => assert.deepEqual(called(node, 'Dense', [deferred]), { args: [ref('inner', 1)], kwargs: {} }));
  await t.test('of Keras 3', () => assert.deepEqual(called(node, 'Dense', [inner], 3), { args: [ref('inner', 1)], kwargs: {} }));
});

test('a Sequential that is a bare list gets its dictionary', () => {
  const layers = [{ class_name: 'Dense', config: { name: 'a' } }];
  assert.deepEqual(plain(modernConfig(json({ class_name: 'Sequential', config: layers }), 2)), {
    class_name: 'Sequential',
    config: { name: 'sequential', layers },
  });
});

test('numbers that Keras 2 wrote as NumPy had them are numbers; names that Python knows are keys', () => {
  const config = { class_name: 'ReLU', config: { max_value: { class_name: '__numpy__', config: { value: 6, dtype: 'float32' } }, constructor: 1 } };
  assert.deepEqual(plain(modernConfig(json(config), 2)), { class_name: 'ReLU', config: { max_value: 6, constructor: 1 } });
  assert.deepEqual(plain(modernConfig(json(config), 3)), config);
});

test('what is malformed stays what it is, for the reader that refuses it', () => {
  for (const node of [null, 1, 'x', [[['x']]], [['x', 'y', 'z']], [[1, 2, 3]], [['x', 0, 0, 'kwargs']], [['x', 0, 0, {}, 1]]])
    assert.doesNotThrow(() => called(node));
});
