import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readJson } from '../../artifact/json/read-json.ts';
import type { Value } from '../../graph/values.ts';
import { encodeUtf8 } from '../../text/utf8.ts';
import { DEFAULT_LIMITS } from '../../words/limits.ts';
import { KNOWN_TENSORFLOW_FUNCTIONS } from '../known/index.ts';
import { modernConfig } from '../legacy/modern-config.ts';
import { readModel } from '../read.ts';
import { trace } from '../trace.ts';
import { TENSORFLOW_FUNCTIONS } from './functions.ts';

/** One function on inputs called a, b, … of these types, as TF-Keras writes it; [batch, 4, 6] each. */
function answered(name: string, node: unknown, dtypes: readonly string[] = ['float32', 'float32']): readonly Value[] {
  const inputs = dtypes.map((dtype, index) => {
    const input = 'abc'[index] ?? 'd';
    return { class_name: 'InputLayer', name: input, config: { batch_input_shape: [null, 4, 6], dtype, name: input }, inbound_nodes: [] };
  });
  const layer = {
    class_name: name === '__operators__.getitem' ? 'SlicingOpLambda' : 'TFOpLambda',
    name: 'op',
    config: { name: 'op', trainable: true, dtype: 'float32', function: name },
    inbound_nodes: [node],
  };
  const config = { name: 'm', layers: [...inputs, layer], input_layers: inputs.map((input) => [input.name, 0, 0]), output_layers: [['op', 0, 0]] };
  const json = readJson(encodeUtf8(JSON.stringify({ class_name: 'Functional', config })), { maxBytes: 1 << 20, maxDepth: 64 }).value;
  const { graph } = trace(readModel(modernConfig(json, 2), DEFAULT_LIMITS), { below: () => new Map(), nameAt: () => undefined }, 2);
  return graph.outputs.map(({ value }) => value);
}

const both = ['a', 0, 0, { y: ['b', 0, 0], name: null }];

test('keras/tensorflow-functions: a function of TensorFlow that is in no table is refused by its name', async (t) => {
  for (const name of ['load_op_library', 'io.write_file', 'py_function', 'math.nothing', '__proto__', 'constructor'])
    await t.test(name, () => assert.throws(() => answered(name, ['a', 0, 0, {}]), { code: 'HG_UNSUPPORTED_OPERATION' }));
  await t.test('every function that is compiled is known to the scanner', () =>
    assert.deepEqual(
      [...TENSORFLOW_FUNCTIONS.keys()].filter((name) => !KNOWN_TENSORFLOW_FUNCTIONS.has(name)),
      [],
    ),
  );
});

/** What TensorFlow 2.21.0 answers or refuses (`tf.math.add` of two types raises, `tf.argmax` is int64, `tf.math.truediv` of int32 is float64). */
test('types are those of TensorFlow, or the call is refused', async (t) => {
  const types = (name: string, node: unknown, dtypes?: readonly string[]) => answered(name, node, dtypes).map(({ dtype }) => dtype);
  await t.test('argmax is int64', () => assert.deepEqual(types('math.argmax', ['a', 0, 0, { axis: 1 }]), ['int64']));
  await t.test('argmax as it is asked', () => assert.deepEqual(types('math.argmax', ['a', 0, 0, { axis: 1, output_type: 'int32' }]), ['int32']));
  await t.test('a number takes the type of the tensor', () =>
    assert.deepEqual(types('math.multiply', ['a', 0, 0, { y: 2, name: null }], ['int32']), ['int32']),
  );
  await t.test('a sum of int32 is int32', () => assert.deepEqual(types('math.reduce_sum', ['a', 0, 0, { axis: 1 }], ['int32']), ['int32']));
  const refused: Readonly<Record<string, readonly [string, unknown, readonly string[]]>> = {
    'two types': ['math.add', both, ['float32', 'int32']],
    'half a number beside integers': ['math.add', ['a', 0, 0, { y: 0.5 }], ['int32']],
    'a quotient of integers, which is float64': ['math.truediv', both, ['int32', 'int32']],
    'a mean of integers, which is cut off': ['math.reduce_mean', ['a', 0, 0, { axis: 1 }], ['int32']],
    'an exponential of integers': ['math.exp', ['a', 0, 0, {}], ['int32']],
    'a type that is not compiled': ['math.add', both, ['uint8', 'uint8']],
  };
  for (const [name, [symbol, node, dtypes]] of Object.entries(refused))
    await t.test(name, () => assert.throws(() => answered(symbol, node, dtypes), { code: /^HG_(UNSUPPORTED|ARTIFACT)_/ }));
});

test('arguments that change what a function computes are refused unless they are compiled', async (t) => {
  const rows: Readonly<Record<string, readonly [string, unknown]>> = {
    'an argument of another version': ['math.reduce_sum', ['a', 0, 0, { keep_dims: true }]],
    'batch dimensions of a gather': ['gather', ['a', 0, 0, { indices: [0], batch_dims: 1 }]],
    'a slice past the end': ['slice', ['a', 0, 0, { begin: [0, 3, 0], size: [-1, 2, -1] }]],
    'sizes that do not fill the axis': ['split', ['a', 0, 0, { num_or_size_splits: [1, 2], axis: 1 }]],
    'a norm other than the Euclidean': ['norm', ['a', 0, 0, { ord: 1, axis: 1 }]],
    'a conjugate': ['transpose', ['a', 0, 0, { perm: [0, 2, 1], conjugate: true }]],
    'a shape of unknown numbers': ['reshape', ['a', 0, 0, { shape: [['b', 0, 0], 24] }]],
    'an exclusive sum': ['math.cumsum', ['a', 0, 0, { axis: 1, exclusive: true }]],
    'a beta of silu': ['nn.silu', ['a', 0, 0, { beta: 2 }]],
  };
  for (const [name, [symbol, node]] of Object.entries(rows))
    await t.test(name, () => assert.throws(() => answered(symbol, node), { code: /^HG_(UNSUPPORTED|ARTIFACT)_/ }));
});

test('a shape that is read off a tensor reshapes it', () => {
  const [value] = answered('shape', ['a', 0, 0, {}]);
  assert.equal(value?.dtype, 'int32');
  assert.deepEqual(value?.dims, [3]);
});
