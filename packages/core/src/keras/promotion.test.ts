import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DType } from '../tensor/dtype.ts';
import { type Promotable, resultOf } from './promotion.ts';

const SHORT: Readonly<Record<string, DType>> = {
  b1: 'bool',
  i1: 'int8',
  i2: 'int16',
  i4: 'int32',
  i8: 'int64',
  u1: 'uint8',
  u2: 'uint16',
  u4: 'uint32',
  f2: 'float16',
  bf: 'bfloat16',
  f4: 'float32',
  f8: 'float64',
};

/** keras.backend.result_type(row, column) of Keras 3.15.1 on TensorFlow 2.21.0; columns are the rows in their order, `int` and `float` Python's own. */
const TABLE = `
bool b1 i1 i2 i4 i8 u1 u2 u4 u4 f2 bf f4 f8 i4 f4
int8 i1 i1 i2 i4 i8 i2 i4 i8 f4 f2 bf f4 f8 i1 f4
int16 i2 i2 i2 i4 i8 i2 i4 i8 f4 f2 bf f4 f8 i2 f4
int32 i4 i4 i4 i4 i8 i4 i4 i8 f4 f2 bf f4 f8 i4 f4
int64 i8 i8 i8 i8 i8 i8 i8 i8 f4 f2 bf f4 f8 i8 f4
uint8 u1 i2 i2 i4 i8 u1 u2 u4 u4 f2 bf f4 f8 u1 f4
uint16 u2 i4 i4 i4 i8 u2 u2 u4 u4 f2 bf f4 f8 u2 f4
uint32 u4 i8 i8 i8 i8 u4 u4 u4 u4 f2 bf f4 f8 u4 f4
uint64 u4 f4 f4 f4 f4 u4 u4 u4 u4 f2 bf f4 f8 u4 f4
float16 f2 f2 f2 f2 f2 f2 f2 f2 f2 f2 f4 f4 f8 f2 f2
bfloat16 bf bf bf bf bf bf bf bf bf f4 bf f4 f8 bf bf
float32 f4 f4 f4 f4 f4 f4 f4 f4 f4 f4 f4 f4 f8 f4 f4
float64 f8 f8 f8 f8 f8 f8 f8 f8 f8 f8 f8 f8 f8 f8 f8
int i4 i1 i2 i4 i8 u1 u2 u4 u4 f2 bf f4 f8 i4 f4
float f4 f4 f4 f4 f4 f4 f4 f4 f4 f2 bf f4 f8 f4 f4
`;

const rows = TABLE.trim()
  .split('\n')
  .map((row) => row.split(' '));
const types = rows.map(([type]) => type as Promotable);

for (const [type, ...results] of rows)
  test(`what ${type} and each type meet in is what Keras says`, () => {
    assert.deepEqual(
      types.map((other) => resultOf([type as Promotable, other])),
      results.map((short) => SHORT[short]),
    );
  });

test('three types meet as in Keras, and one alone stays or becomes 32 bits wide', () => {
  for (const [list, wanted] of [
    ['int16,float64,float32', 'f8'],
    ['int32,uint32,uint16', 'i8'],
    ['float16,float32,int8', 'f4'],
    ['bool,float64,uint16', 'f8'],
    ['float32,bool,uint16', 'f4'],
    ['bfloat16,int32,float', 'bf'],
    ['int,bool,bool', 'i4'],
    ['uint64,float,uint8', 'f4'],
  ] as const)
    assert.equal(resultOf(list.split(',') as Promotable[]), SHORT[wanted]);
  assert.deepEqual(
    types.map((type) => resultOf([type])),
    'b1 i1 i2 i4 i8 u1 u2 u4 u4 f2 bf f4 f8 i4 f4'.split(' ').map((short) => SHORT[short]),
  );
});

test('texts meet nothing', () => assert.equal(resultOf(['string', 'float32']), undefined));
