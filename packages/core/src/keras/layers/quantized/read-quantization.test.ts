import assert from 'node:assert/strict';
import test from 'node:test';
import type { Json, JsonObject } from '../../../artifact/json/json.ts';
import { Fields } from '../../fields.ts';
import { readQuantization } from './read-quantization.ts';

const read = (dtype: Json, quantization_config: Json = null, inputs = false) => {
  const f = new Fields({ dtype, quantization_config } as JsonObject, '/config');
  return readQuantization(f, f.policy(), inputs);
};
const object = (class_name: string, config: Json): Json => ({ module: 'keras.quantizers', class_name, config, registered_name: null });
const absMax = (more: JsonObject = {}): Json => object('AbsMaxQuantizer', { value_range: [-127, 127], epsilon: 1e-7, output_dtype: 'int8', ...more });
const DEFAULT = { least: -127, most: 127, epsilon: 1e-7 };

test('a layer whose policy does not say so is not quantized', () => assert.equal(read('float32', object('Int8QuantizationConfig', {})), undefined));

test('without a config int8 quantizes its inputs, and int4 does not unless the layer does', () => {
  assert.deepEqual(read('int8_from_float32'), { mode: 'int8', inputs: DEFAULT, block: undefined });
  assert.deepEqual(read('int4/128_from_float32'), { mode: 'int4', inputs: undefined, block: 128 });
  assert.deepEqual(read('int4/-1_from_float32', null, true), { mode: 'int4', inputs: DEFAULT, block: undefined });
});

test('a config says how, and whether', () => {
  const int8 = (activation_quantizer: Json) => read('int8_from_float32', object('Int8QuantizationConfig', { weight_quantizer: null, activation_quantizer }));
  assert.equal(int8(null)?.inputs, undefined);
  assert.deepEqual(int8(absMax({ value_range: [-63, 60], epsilon: 0.5 }))?.inputs, { least: -63, most: 60, epsilon: 0.5 });
  const int4 = (block_size: Json) =>
    read('int4/32_from_float32', object('Int4QuantizationConfig', { weight_quantizer: null, activation_quantizer: null, block_size }));
  assert.deepEqual(
    [64, -1, null].map((size) => int4(size)?.block),
    [64, undefined, undefined],
  );
});

for (const [what, config, code] of [
  ['a quantizer of one’s own', object('Int8QuantizationConfig', { activation_quantizer: object('Mine', {}) }), 'HG_UNSUPPORTED_FIELD'],
  ['a config of another mode', object('Int4QuantizationConfig', {}), 'HG_UNSUPPORTED_FIELD'],
  ['a range beyond int8', object('Int8QuantizationConfig', { activation_quantizer: absMax({ value_range: [-255, 255] }) }), 'HG_ARTIFACT_FIELD'],
  ['a range below 0', object('Int8QuantizationConfig', { activation_quantizer: absMax({ value_range: [-5, 0] }) }), 'HG_ARTIFACT_FIELD'],
  ['another axis', object('Int8QuantizationConfig', { activation_quantizer: absMax({ axis: 0 }) }), 'HG_UNSUPPORTED_FIELD'],
  ['another type', object('Int8QuantizationConfig', { activation_quantizer: absMax({ output_dtype: 'float8' }) }), 'HG_UNSUPPORTED_FIELD'],
  ['a config that is a text', 'int8', 'HG_ARTIFACT_FIELD'],
] as const)
  test(`refuses ${what}`, () => assert.throws(() => read('int8_from_float32', config), { code }));
