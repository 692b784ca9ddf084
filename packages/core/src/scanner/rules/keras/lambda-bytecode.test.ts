import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AT, dense, found, json, kerasSubject, LAYER, object, ruleTest, sequential, withActivation, withLayer } from '../../check.testing.ts';
import { lambdaBytecode } from './lambda-bytecode.ts';

/** `base64.encodebytes(marshal.dumps((lambda x: __import__('os').getenv('HOME')).__code__))` of CPython 3.11.7. */
const CODE =
  '4wEAAAAAAAAAAAAAAAMAAAADAAAA80YAAACXAHQBAAAAAAAAAAAAAGQBpgEAAKsBAAAAAAAAAACg\nAQAAAAAAAAAAAAAAAAAAAAAAAAAAZAKmAQAAqwEAAAAAAAAAAFMAKQNO2gJvc9oESE9NRSkC2gpf\nX2ltcG9ydF9f2gZnZXRlbnYpAdoBeHMBAAAAINoFbW9kZWz6CDxsYW1iZGE+cggAAAABAAAAcxwA\nAACAAI0qkFTRChrUChrXCiHSCiGgJtEKKdQKKYAA8wAAAAA=\n';
const lambda = { class_name: '__lambda__', config: { value: [CODE, null, null] } };
const layerLambda = { class_name: '__lambda__', config: { code: CODE, defaults: null, closure: null } };

ruleTest(
  lambdaBytecode,
  {
    'a lambda as activation': [withActivation(lambda), AT],
    'the form of the Lambda layer': [withLayer(object('Lambda', 'keras.layers', { function: layerLambda })), `${LAYER}/config/function`],
    'the form of Keras 2': [
      withLayer(object('Lambda', 'keras.layers', { function: [CODE, null, null], function_type: 'lambda' })),
      `${LAYER}/config/function/0`,
    ],
    'a lambda without code': [withActivation({ class_name: '__lambda__', config: null }), AT],
    'a nested model': [withLayer(sequential([{ ...dense(), config: { activation: lambda } }])), `${LAYER}/config/layers/1/config/activation`],
    'a loss in a list in a dictionary': [json(sequential([], { compile_config: { loss: { a: ['mse', lambda] } } })), '/compile_config/loss/a/1'],
    'a call argument': [withLayer({ ...dense(), inbound_nodes: [{ args: [], kwargs: { mask: [[lambda]] } }] }), `${LAYER}/inbound_nodes/0/kwargs/mask/0/0`],
    'bare code in a list': [json(sequential([], { build_config: { input_shape: [CODE] } })), '/build_config/input_shape/0'],
    'the root itself': [json(lambda), ''],
  },
  {
    'the word lambda': withActivation('lambda'),
    'a layer called lambda': withLayer({ ...dense(), config: { ...dense().config, name: '__lambda__' } }),
    'a vocabulary with base64 in it': withLayer(
      object('StringLookup', 'keras.layers', { vocabulary: ['4w==', 'aGVsbG8gd29ybGQgaGVsbG8gd29ybGQgaGVsbG8gd29ybGQ='] }),
    ),
    'a long word that starts alike': withLayer(object('StringLookup', 'keras.layers', { vocabulary: [`4w${'ord'.repeat(30)}`] })),
    'a lambda of another name': withActivation(object('lambda', 'keras.layers')),
  },
);

test('the evidence names what the code uses, without running or unmarshalling it', () => {
  const [finding] = found(lambdaBytecode, kerasSubject(withActivation(lambda)));
  assert.match(finding?.message ?? '', /names in it: "os", "HOME", "__import__", "getenv"/);
});
