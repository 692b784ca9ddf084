import assert from 'node:assert/strict';
import { test } from 'node:test';
import { writeJson } from '../artifact/json/write-json.ts';
import { encodeUtf8 } from '../text/utf8.ts';
import { DEFAULT_LIMITS } from '../words/limits.ts';
import { Dropped } from './dropped.ts';
import { ReadText } from './read-description.ts';
import { rebuildConfig } from './rebuild-config.ts';

/** A Sequential as TF-Keras 2.21 writes it. */
const model = (...layers: readonly unknown[]) => ({ class_name: 'Sequential', config: { name: 'm', layers } });
const dense = {
  class_name: 'Dense',
  config: { name: 'd', dtype: 'float32', batch_input_shape: [null, 3], units: 2 },
  build_config: { input_shape: [null, 3] },
};
const norm = (axis: unknown) => ({ class_name: 'BatchNormalization', config: { name: 'n', axis } });

function rebuilt(given: unknown): { readonly layers: readonly { class_name: string; config: Record<string, unknown> }[]; readonly dropped: readonly string[] } {
  const dropped = new Dropped();
  const read = new ReadText(encodeUtf8(JSON.stringify(given)), 'config.json', DEFAULT_LIMITS, dropped);
  const text = writeJson(rebuildConfig(read.value, { isFloat: read.isFloat, dropped, compile: true, older: true }));
  return { layers: JSON.parse(text).config.layers, dropped: dropped.list() };
}

test('the shape on the first layer of a Sequential becomes the InputLayer that Keras 2 makes of it', () => {
  const { layers, dropped } = rebuilt(model(dense));
  assert.deepEqual(
    layers.map(({ class_name }) => class_name),
    ['InputLayer', 'Dense'],
  );
  assert.deepEqual(layers[0]?.config, { batch_shape: [null, 3], dtype: 'float32', sparse: false, name: 'd_input' });
  assert.deepEqual(Object.keys(layers[1] ?? {}), ['module', 'class_name', 'config', 'registered_name']);
  assert.equal(layers[1]?.config['batch_input_shape'], undefined);
  assert.deepEqual(dropped, []);
});

test('an InputLayer keeps its shape under the name of Keras 3', () => {
  const { layers } = rebuilt(
    model({ class_name: 'InputLayer', config: { batch_input_shape: [null, 3], dtype: 'int32', sparse: false, ragged: false, name: 'x' } }, dense),
  );
  assert.equal(layers.length, 2);
  assert.deepEqual(layers[0]?.config['batch_shape'], [null, 3]);
});

test('the one axis of a BatchNormalization is a number in Keras 3', () => {
  assert.equal(rebuilt(model(dense, norm([3]))).layers[2]?.config['axis'], 3);
  assert.deepEqual(rebuilt(model(dense, norm([1, 2]))).layers[2]?.config['axis'], [1, 2]);
});

test('a shape that is none is refused', () => {
  const bad = { ...dense, config: { ...dense.config, batch_input_shape: [null, { class_name: '__lambda__' }] } };
  assert.throws(() => rebuilt(model(bad)), { code: 'HG_ARTIFACT_FIELD' });
});
