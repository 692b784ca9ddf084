import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AT, dense, found, json, kerasSubject, LAYER, object, ruleTest, sequential, withActivation, withLayer } from '../../check.testing.ts';
import { unknownField } from './unknown-field.ts';

ruleTest(
  unknownField,
  {
    'a field that the class does not have': [withLayer({ ...dense(), config: { units: 1, on_call: 'x' } }), `${LAYER}/config/on_call`],
    'fields of JavaScript': [
      withLayer({ ...dense(), config: JSON.parse('{"__proto__": 1, "constructor": 1}') }),
      `${LAYER}/config/__proto__`,
      `${LAYER}/config/constructor`,
    ],
    'a field of another class': [withLayer({ ...dense(), config: { filters: 1 } }), `${LAYER}/config/filters`],
    'a field beside the configuration': [withLayer({ ...dense(), code: 'x' }), `${LAYER}/code`],
    'a field of a tag': [withActivation({ class_name: '__slice__', config: { start: 1, stop: 2, step: 1, code: 1 } }), `${AT}/config/code`],
    'a field of the compile configuration': [json(sequential([], { compile_config: { callbacks: [] } })), '/compile_config/callbacks'],
    'a key with signs of pointers': [withLayer({ ...dense(), config: { 'a/b~c': 1 } }), `${LAYER}/config/a~1b~0c`],
  },
  {
    'classes that are in no table': withLayer(object('X', null, { anything: 1 })),
    'classes that are code': withLayer(object('Lambda', 'keras.layers', { anything: 1 })),
    'fields that every layer had in Keras 2': withLayer({ ...dense(), config: { units: 1, batch_input_shape: [null, 2] } }),
    'dictionaries in a field': withLayer({ ...dense(), build_config: { input_shape: [null, 4], anything: { x: 1 } } }),
    'an operation': withLayer(object('Mean', 'keras.src.ops.numpy', { name: 'm', axis: 1, keepdims: false }, 'Mean')),
  },
);

test('metadata has two fields, and what they say is nobody else’s evidence', () => {
  const config = json(sequential([]));
  assert.deepEqual(
    found(unknownField, kerasSubject(config, { metadata: { keras_version: '2.0', date_saved: '', x: 1 } })).map(({ where }) => where),
    [{ member: 'metadata.json', pointer: '/x' }],
  );
  assert.deepEqual(found(unknownField, kerasSubject(config, { metadata: { keras_version: 'anything at all' } })), []);
});
