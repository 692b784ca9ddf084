import assert from 'node:assert/strict';
import { test } from 'node:test';
import { writeJson } from '../artifact/json/write-json.ts';
import { encodeUtf8 } from '../text/utf8.ts';
import { DEFAULT_LIMITS } from '../words/limits.ts';
import { Dropped } from './dropped.ts';
import { ReadText } from './read-description.ts';
import { rebuildConfig } from './rebuild-config.ts';

/** Objects and calls as `model.save` of Keras 3.15.1 writes them. */
const LAYER = {
  module: 'keras.layers',
  class_name: 'Dense',
  config: {
    name: 'd',
    trainable: true,
    dtype: { module: 'keras', class_name: 'DTypePolicy', config: { name: 'float32' }, registered_name: null },
    units: 2,
    activation: 'relu',
    use_bias: true,
    kernel_initializer: { module: 'keras.initializers', class_name: 'GlorotUniform', config: { seed: null }, registered_name: null },
  },
  registered_name: null,
  build_config: { input_shape: [null, 3] },
  name: 'd',
  inbound_nodes: [{ args: [{ class_name: '__keras_tensor__', config: { shape: [null, 3], dtype: 'float32', keras_history: ['x', 0, 0] } }], kwargs: {} }],
};
const MODEL = {
  module: 'keras.src.models.functional',
  class_name: 'Functional',
  config: { name: 'm', trainable: true, layers: [LAYER], input_layers: [['x', 0, 0]], output_layers: [['d', 0, 0]] },
  registered_name: 'Functional',
  build_config: { input_shape: null },
};

type Change = Readonly<Record<string, unknown>>;
const withLayer = (change: Change): Change => ({ ...MODEL, config: { ...MODEL.config, layers: [{ ...LAYER, ...change }] } });
const withField = (change: Change): Change => withLayer({ config: { ...LAYER.config, ...change } });
const withCall = (args: unknown, kwargs: unknown = {}): Change => withLayer({ inbound_nodes: [{ args, kwargs }] });

function rebuilt(model: unknown, compile = true): { readonly text: string; readonly dropped: readonly string[] } {
  const dropped = new Dropped();
  const text = typeof model === 'string' ? model : JSON.stringify(model);
  const read = new ReadText(encodeUtf8(text), 'config.json', DEFAULT_LIMITS, dropped);
  return { text: writeJson(rebuildConfig(read.value, { isFloat: read.isFloat, dropped, compile, older: false })), dropped: dropped.list() };
}

test('what Keras writes comes out as it was', () => {
  const { text, dropped } = rebuilt(MODEL);
  assert.deepEqual([JSON.parse(text), dropped], [MODEL, []]);
});

test('an object gets the words of the table, whatever spelling of Keras stands in the file', () => {
  const { text } = rebuilt(withField({ kernel_initializer: { class_name: 'glorot_uniform', config: { seed: 1 } } }));
  assert.deepEqual(JSON.parse(text).config.layers[0].config.kernel_initializer, {
    module: 'keras.initializers',
    class_name: 'GlorotUniform',
    config: { seed: 1 },
    registered_name: null,
  });
});

test('numbers keep the type that Python reads', () => {
  const call = JSON.stringify(withCall([], { a: 'A', b: ['B'] }));
  assert.match(rebuilt(call.replace('"A"', '2.0').replace('"B"', '3.0, 3')).text, /"kwargs": \{"a": 2\.0, "b": \[3\.0, 3\]\}/);
});

test('leaves out what Keras does not read, and says so', async (t) => {
  const table: readonly (readonly [string, unknown, string])[] = [
    ['a key of the model', { ...MODEL, trusted: true }, '/trusted'],
    ['a key of a layer', withLayer({ on_load: { run: 'x' } }), '/config/layers/0/on_load'],
    ['a key of a call', withLayer({ inbound_nodes: [{ args: [], kwargs: {}, more: 1 }] }), '/config/layers/0/inbound_nodes/0/more'],
    ['code in a build configuration', withLayer({ build_config: { input_shape: { class_name: '__lambda__' } } }), '/config/layers/0/build_config/input_shape'],
    ['text in a build configuration', withLayer({ build_config: { input_shape: ['x'] } }), '/config/layers/0/build_config/input_shape'],
    ['another build configuration', withLayer({ build_config: { path: '/etc/passwd' } }), '/config/layers/0/build_config/path'],
    ['code in a training configuration', { ...MODEL, compile_config: { loss: { class_name: '__lambda__', config: {} } } }, '/compile_config'],
    ['a training configuration of a layer', withLayer({ compile_config: { loss: 'mse' } }), '/config/layers/0/compile_config'],
    ['an unknown key of a training configuration', { ...MODEL, compile_config: { loss: 'mse', callbacks: [] } }, '/compile_config'],
    ['a key of a reference', withCall([{ class_name: '__ellipsis__', config: {}, note: 1 }]), '/config/layers/0/inbound_nodes/0/args/0/note'],
    ['a shared id that is text', withLayer({ shared_object_id: 'x' }), '/config/layers/0/shared_object_id'],
  ];
  for (const [name, model, place] of table)
    await t.test(name, () => {
      const { text, dropped } = rebuilt(model);
      assert.ok(dropped[0]?.startsWith(`config.json ${place}`), dropped.join());
      for (const word of ['trusted', 'on_load', 'more', '__lambda__', 'passwd', 'callbacks', 'note', '"x"'])
        if (word !== '"x"') assert.ok(!text.includes(word));
    });
});

test('keeps an allow-listed training configuration, unless it shall not', () => {
  const compile_config = { optimizer: 'adam', loss: { d: 'mse' }, metrics: [['mae']], run_eagerly: false };
  assert.deepEqual(JSON.parse(rebuilt({ ...MODEL, compile_config }).text).compile_config, compile_config);
  assert.equal(JSON.parse(rebuilt({ ...MODEL, compile_config }, false).text).compile_config, undefined);
});

test('disarm/known-field: what Keras would read and the table does not have is refused', async (t) => {
  const code = { class_name: '__lambda__', config: { code: 'x' } };
  const table: readonly (readonly [string, unknown, string, string])[] = [
    ['a Lambda', withLayer({ class_name: 'Lambda', config: {} }), 'HG_ARTIFACT_CODE', '/config/layers/0'],
    ['a lambda in a field', withField({ activation: code }), 'HG_ARTIFACT_CODE', '/config/layers/0/config/activation'],
    ['a lambda in a list', withField({ units: [code] }), 'HG_ARTIFACT_CODE', '/config/layers/0/config/units/0'],
    ['a lambda in a call', withCall([code]), 'HG_ARTIFACT_CODE', '/config/layers/0/inbound_nodes/0/args/0'],
    ['a layer in a call', withCall([], { x: [LAYER] }), 'HG_ARTIFACT_CODE', '/config/layers/0/inbound_nodes/0/kwargs/x/0'],
    ['a foreign class', withLayer({ module: 'os', class_name: 'system' }), 'HG_ARTIFACT_CODE', '/config/layers/0'],
    ['a custom class', withLayer({ module: null, registered_name: 'Package>Dense' }), 'HG_ARTIFACT_CODE', '/config/layers/0'],
    ['a class under a module that is no text', withLayer({ module: ['keras.layers'] }), 'HG_ARTIFACT_CODE', '/config/layers/0'],
    [
      'a foreign function',
      withField({ activation: { module: 'os', class_name: 'function', config: 'system', registered_name: 'function' } }),
      'HG_ARTIFACT_CODE',
      '/config/layers/0/config/activation',
    ],
    ['an unknown field', withField({ on_call: 1 }), 'HG_ARTIFACT_FIELD', '/config/layers/0/config/on_call'],
    ['a field of JavaScript', withField(JSON.parse('{"__proto__": 1}')), 'HG_ARTIFACT_FIELD', '/config/layers/0/config/__proto__'],
    ['a dictionary in the place of an object', withField({ kernel_initializer: { a: 1 } }), 'HG_ARTIFACT_FIELD', '/config/layers/0/config/kernel_initializer'],
    ['bytes', withField({ units: { class_name: '__bytes__', config: { value: 'x' } } }), 'HG_UNSUPPORTED_FIELD', '/config/layers/0/config/units'],
    [
      'a constant without its value',
      withCall([{ class_name: '__numpy__', config: { dtype: 'float32' } }]),
      'HG_ARTIFACT_FIELD',
      '/config/layers/0/inbound_nodes/0/args/0/config/value',
    ],
    ['a call that is a list', withLayer({ inbound_nodes: [[['x', 0, 0, {}]]] }), 'HG_ARTIFACT_FIELD', '/config/layers/0/inbound_nodes/0'],
    ['a class of Keras 2 alone', withLayer({ class_name: 'LocallyConnected1D', config: { name: 'd' } }), 'HG_UNSUPPORTED_LAYER', '/config/layers/0'],
    ['a name that is no text', withLayer({ name: 1 }), 'HG_ARTIFACT_FIELD', '/config/layers/0/name'],
    ['a layer alone', LAYER, 'HG_ARTIFACT_FIELD', ''],
    ['a list', [MODEL], 'HG_ARTIFACT_FIELD', ''],
  ];
  for (const [name, model, expected, pointer] of table)
    await t.test(name, () =>
      assert.throws(
        () =>
          rebuilt(typeof model === 'object' && name === 'a field of JavaScript' ? JSON.stringify(MODEL).replace('"units"', '"__proto__": 1, "units"') : model),
        (error: { code: string; where: { pointer: string } }) => {
          assert.deepEqual([error.code, error.where.pointer], [expected, pointer]);
          return true;
        },
      ),
    );
});
