import assert from 'node:assert/strict';
import test from 'node:test';
import type { Json } from '../artifact/json/json.ts';
import { readPolicy } from './type-policy.ts';

const policy = (class_name: string, config: Json): Json => ({ module: 'keras', class_name, config, registered_name: null });
const read = (value: Json, path?: string) => readPolicy(value, '/dtype', path);

/** compute_dtype, variable_dtype and quantization_mode of `keras.dtype_policies.get`, Keras 3.15.1. */
for (const [value, compute, variable, mode] of [
  [null, 'float32', 'float32', undefined],
  ['mixed_float16', 'float16', 'float32', undefined],
  ['mixed_bfloat16', 'bfloat16', 'float32', undefined],
  ['float64', 'float64', 'float64', undefined],
  ['int8_from_float32', 'float32', 'float32', 'int8'],
  ['int4/32_from_mixed_bfloat16', 'bfloat16', 'float32', 'int4'],
  [policy('DTypePolicy', { name: 'bfloat16' }), 'bfloat16', 'bfloat16', undefined],
  [policy('FloatDTypePolicy', { name: 'mixed_float16' }), 'float16', 'float32', undefined],
  [policy('DTypePolicy', { name: null }), 'float32', 'float32', undefined],
  [policy('QuantizedDTypePolicy', { mode: 'int8', source_name: 'float32' }), 'float32', 'float32', 'int8'],
  [policy('Int4DTypePolicy', { mode: 'int4/32', source_name: 'mixed_bfloat16' }), 'bfloat16', 'float32', 'int4'],
] as const)
  test(`the policy ${JSON.stringify(value)} computes in ${compute}`, () => {
    const found = read(value);
    assert.deepEqual([found.compute, found.variable, found.quantization?.mode], [compute, variable, mode]);
  });

test('an int4 policy says how many inputs share a scale', () => {
  assert.deepEqual(read('int4/32_from_float32').quantization, { mode: 'int4', block: 32 });
  assert.deepEqual(read('int4/-1_from_float32').quantization, { mode: 'int4', block: -1 });
  assert.deepEqual(read('int4_from_float32').quantization, { mode: 'int4', block: -1 });
});

test('a map of policies is looked up by the path of the layer, else by its default', () => {
  const map = policy('DTypePolicyMap', { default_policy: 'float16', policy_map: { 'a/b': 'bfloat16', c: policy('DTypePolicy', { name: 'float64' }) } });
  assert.deepEqual(
    ['a/b', 'c', 'a', 'constructor'].map((path) => read(map, path).compute),
    ['bfloat16', 'float64', 'float16', 'float16'],
  );
});

for (const [what, value, code] of [
  ['GPTQ', policy('GPTQDTypePolicy', { mode: 'gptq/4/128', source_name: 'float32' }), 'HG_UNSUPPORTED_DTYPE'],
  ['AWQ', policy('AWQDTypePolicy', { mode: 'awq/4/128', source_name: 'float32' }), 'HG_UNSUPPORTED_DTYPE'],
  ['float8', policy('QuantizedFloat8DTypePolicy', { mode: 'float8', source_name: 'float32' }), 'HG_UNSUPPORTED_DTYPE'],
  ['float8 by name', 'float8_from_float32', 'HG_UNSUPPORTED_DTYPE'],
  ['blocks of 0', 'int4/0_from_float32', 'HG_UNSUPPORTED_DTYPE'],
  ['a policy that Keras does not have', 'mixed_float8', 'HG_UNSUPPORTED_DTYPE'],
  ['a quantized policy of a quantized one', policy('QuantizedDTypePolicy', { mode: 'int8', source_name: 'int8_from_float32' }), 'HG_ARTIFACT_FIELD'],
  ['a map in a map', policy('DTypePolicyMap', { default_policy: policy('DTypePolicyMap', {}), policy_map: {} }), 'HG_ARTIFACT_FIELD'],
  ['a name that is a list', policy('DTypePolicy', { name: [] }), 'HG_ARTIFACT_FIELD'],
  ['a number', 7, 'HG_ARTIFACT_FIELD'],
] as const)
  test(`refuses ${what}`, () => assert.throws(() => read(value), { code }));

test('keras/policy-expressions: a key that Keras would run as a regular expression is refused, never run', () => {
  const map = policy('DTypePolicyMap', { default_policy: null, policy_map: { '(a+)+b': 'float16' } });
  assert.throws(() => read(map, 'a'.repeat(40)), { code: 'HG_UNSUPPORTED_DTYPE' });
});
