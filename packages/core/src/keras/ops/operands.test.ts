import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DType } from '../../tensor/dtype.ts';
import { add } from './add.ts';
import { divide } from './divide.ts';
import { notEqual } from './not-equal.ts';
import { lowerOperation, number } from './operations.testing.ts';

const of = (dtype: DType) => ({ dims: ['batch', 3], dtype });

// keras.backend.result_type of Keras 3.15.1 on TensorFlow
for (const [a, b, wanted] of [
  ['float32', 'int64', 'float32'],
  ['bool', 'float32', 'float32'],
  ['int32', 'int64', 'int64'],
  ['uint8', 'int32', 'int32'],
  ['bool', 'int32', 'int32'],
  ['uint8', 'uint8', 'uint8'],
] as const)
  test(`${a} and ${b} meet in ${wanted}, on either side`, () => {
    assert.equal(lowerOperation(add, [of(a), of(b)]).dtype, wanted);
    assert.equal(lowerOperation(add, [of(b), of(a)]).dtype, wanted);
  });

test('a Python int leaves integers what they are, a Python float makes them float32', () => {
  assert.equal(lowerOperation(add, [of('int32'), number(2)]).dtype, 'int32');
  assert.equal(lowerOperation(add, [of('int32'), number(2, true)]).dtype, 'float32');
  assert.equal(lowerOperation(add, [number(0.5), of('int64')]).dtype, 'float32');
  assert.equal(lowerOperation(add, [of('uint8'), number(127, true)]).dtype, 'float32');
});

test('a division is always one of floats', () => assert.equal(lowerOperation(divide, [of('int32'), of('int32')]).dtype, 'float32'));

test('a comparison of booleans with a number is one of int32', () => {
  assert.deepEqual(lowerOperation(notEqual, [of('bool'), number(0)]).ops, ['Cast', 'Equal', 'Not']);
});

// What Keras 3.15.1 on TensorFlow answers, by type
for (const [type, operand, wanted] of [
  ['uint8', number(200), 'uint8'],
  ['uint8', number(-1), 'uint8'],
  ['uint8', of('int8'), 'int16'],
  ['uint8', of('uint32'), 'uint32'],
  ['int32', number(2 ** 31), 'int32'],
  ['uint8', { kind: 'json', value: true }, 'uint8'],
] as const)
  test(`${type} and ${JSON.stringify(operand)} are added as ${wanted}`, () => assert.equal(lowerOperation(add, [of(type), operand]).dtype, wanted));

test('refuses a number of which the file does not tell whether it is an int, where that matters', () => {
  assert.throws(() => lowerOperation(add, [of('int32'), { kind: 'json', value: 2 }]), { code: 'HG_UNSUPPORTED_DTYPE' });
  assert.equal(lowerOperation(add, [of('float32'), { kind: 'json', value: 2 }]).dtype, 'float32');
});

test('refuses texts, lists and a missing argument', () => {
  assert.throws(() => lowerOperation(add, [of('float32'), { kind: 'json', value: 'x' }]), { code: 'HG_UNSUPPORTED_FIELD' });
  assert.throws(() => lowerOperation(add, [of('float32'), { kind: 'list', items: [number(1)] }]), { code: 'HG_UNSUPPORTED_FIELD' });
  assert.throws(() => lowerOperation(add, [of('float32')]), { code: 'HG_ARTIFACT_GRAPH' });
});
