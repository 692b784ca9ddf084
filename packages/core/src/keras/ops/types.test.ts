import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DType } from '../../tensor/dtype.ts';
import { HorngateError } from '../../words/error.ts';
import { OPERATIONS } from './index.ts';
import { lowerOperation } from './operations.testing.ts';

const NAMES: Readonly<Record<string, DType>> = {
  b1: 'bool',
  i1: 'int8',
  i2: 'int16',
  i4: 'int32',
  i8: 'int64',
  u1: 'uint8',
  u2: 'uint16',
  u4: 'uint32',
  f4: 'float32',
  f8: 'float64',
};
const TYPES = ['bool', 'int8', 'int16', 'int32', 'int64', 'uint8', 'uint16', 'uint32', 'float32'] as const;

/** Types of what `Operation.call` of Keras 3.15.1 on TensorFlow 2.21.0 answers, by the type of its argument, in the order of TYPES; `--` where it fails. */
const ONE = `
Abs b1 i1 i2 i4 i8 u1 u2 u4 f4
Absolute b1 i1 i2 i4 i8 u1 u2 u4 f4
Angle f4 f4 f4 f4 f4 f4 f4 f4 f4
Arccos f4 f4 f4 f4 f4 f4 f4 f4 f4
Arccosh f4 f4 f4 f4 f4 f4 f4 f4 f4
Arcsin f4 f4 f4 f4 f4 f4 f4 f4 f4
Arctan f4 f4 f4 f4 f4 f4 f4 f4 f4
Arctanh f4 f4 f4 f4 f4 f4 f4 f4 f4
Argmax i4 i4 i4 i4 i4 i4 i4 i4 i4
Argsort i4 i4 i4 i4 i4 i4 i4 i4 i4
BitwiseInvert -- i1 i2 i4 i8 u1 u2 u4 --
Cbrt f4 f4 f4 f4 f8 f4 f4 f4 f4
Ceil f4 f4 f4 f4 f4 f4 f4 f4 f4
Conj -- i1 i2 i4 i8 u1 u2 u4 f4
Copy b1 i1 i2 i4 i8 u1 u2 u4 f4
Cos f4 f4 f4 f4 f4 f4 f4 f4 f4
Cosh f4 f4 f4 f4 f4 f4 f4 f4 f4
CountNonzero i4 i4 i4 i4 i4 i4 i4 i4 i4
Cumprod i4 i1 i2 i4 i8 u1 u2 u4 f4
Cumsum i4 i1 i2 i4 i8 u1 u2 u4 f4
Deg2rad f4 f4 f4 f4 f8 f4 f4 f4 f4
Diff b1 i1 i2 i4 i8 u1 u2 u4 f4
EmptyLike b1 i1 i2 i4 i8 u1 u2 u4 f4
Exp f4 f4 f4 f4 f4 f4 f4 f4 f4
Exp2 f4 f4 f4 f4 f4 f4 f4 f4 f4
Expm1 f4 f4 f4 f4 f4 f4 f4 f4 f4
Fabs f4 f4 f4 f4 f4 f4 f4 f4 f4
Flip b1 i1 i2 i4 i8 u1 u2 u4 f4
Floor f4 f4 f4 f4 f4 f4 f4 f4 f4
I0 f4 f4 f4 f4 f8 f4 f4 f4 f4
Imag b1 i1 i2 i4 i8 u1 u2 u4 f4
Isfinite b1 b1 b1 b1 b1 b1 b1 b1 b1
Isinf b1 b1 b1 b1 b1 b1 b1 b1 b1
Isnan b1 b1 b1 b1 b1 b1 b1 b1 b1
Isneginf b1 b1 b1 b1 b1 b1 b1 b1 b1
Isposinf b1 b1 b1 b1 b1 b1 b1 b1 b1
Isreal b1 b1 b1 b1 b1 b1 b1 b1 b1
Log f4 f4 f4 f4 f4 f4 f4 f4 f4
Log10 f4 f4 f4 f4 f4 f4 f4 f4 f4
Log1p f4 f4 f4 f4 f4 f4 f4 f4 f4
Log2 f4 f4 f4 f4 f4 f4 f4 f4 f4
LogicalNot b1 b1 b1 b1 b1 b1 b1 b1 b1
Max b1 i1 i2 i4 i8 u1 u2 u4 f4
Mean f4 f4 f4 f4 f4 f4 f4 f4 f4
Min b1 i1 i2 i4 i8 u1 u2 u4 f4
NanToNum b1 i1 i2 i4 i8 u1 u2 u4 f4
Nanargmax i4 i4 i4 i4 i4 i4 i4 i4 i4
Nancumprod i4 i1 i2 i4 i8 u1 u2 u4 f4
Nancumsum i4 i1 i2 i4 i8 u1 u2 u4 f4
Nanmax b1 i1 i2 i4 i8 u1 u2 u4 f4
Nanmean f4 f4 f4 f4 f4 f4 f4 f4 f4
Nanmin b1 i1 i2 i4 i8 u1 u2 u4 f4
Nanprod i4 i4 i4 i4 i8 u4 u4 u4 f4
Nanstd f4 f4 f4 f4 f4 f4 f4 f4 f4
Nansum i4 i4 i4 i4 i8 u4 u4 u4 f4
Nanvar f4 f4 f4 f4 f4 f4 f4 f4 f4
Negative -- i1 i2 i4 i8 -- -- -- f4
OnesLike b1 i1 i2 i4 i8 u1 u2 u4 f4
Prod i4 i4 i4 i4 i8 u4 u4 u4 f4
Ptp -- i1 i2 i4 i8 u1 u2 u4 f4
Rad2deg f4 f4 f4 f4 f8 f4 f4 f4 f4
Ravel b1 i1 i2 i4 i8 u1 u2 u4 f4
Real -- i1 i2 i4 i8 u1 u2 u4 f4
Reciprocal -- -- -- -- -- -- -- -- f4
Round -- i1 i2 i4 i8 u1 u2 u4 f4
Sign -- i1 i2 i4 i8 u1 u2 u4 f4
Signbit b1 b1 b1 b1 b1 b1 b1 b1 b1
Sin f4 f4 f4 f4 f4 f4 f4 f4 f4
Sinc f4 f4 f4 f4 f4 f4 f4 f4 f4
Sinh f4 f4 f4 f4 f4 f4 f4 f4 f4
Size i4 i4 i4 i4 i4 i4 i4 i4 i4
Sort b1 i1 i2 i4 i8 u1 u2 u4 f4
Sqrt f4 f4 f4 f4 f4 f4 f4 f4 f4
Square i4 i1 i2 i4 i8 u1 u2 u4 f4
Std f4 f4 f4 f4 f4 f4 f4 f4 f4
Sum i4 i4 i4 i4 i8 u4 u4 u4 f4
Tan f4 f4 f4 f4 f4 f4 f4 f4 f4
Tanh f4 f4 f4 f4 f4 f4 f4 f4 f4
Trunc b1 i1 i2 i4 i8 u1 u2 u4 f4
Var f4 f4 f4 f4 f4 f4 f4 f4 f4
ZerosLike b1 i1 i2 i4 i8 u1 u2 u4 f4
`;

/** The same for two arguments of that type. */
const TWO = `
Add -- i1 i2 i4 i8 u1 u2 u4 f4
Subtract -- i1 i2 i4 i8 u1 u2 u4 f4
Multiply -- i1 i2 i4 i8 u1 u2 u4 f4
Maximum -- i1 i2 i4 i8 u1 u2 u4 f4
Minimum -- i1 i2 i4 i8 u1 u2 u4 f4
Power -- i1 i2 i4 i8 u1 u2 u4 f4
FloorDivide -- i1 i2 i4 i8 u1 u2 u4 f4
Mod i4 i1 i2 i4 i8 u1 u2 u4 f4
Fmod i4 i1 i2 i4 i8 u1 u2 u4 f4
Divide f4 f4 f4 f4 f4 f4 f4 f4 f4
DivideNoNan f4 f4 f4 f4 f4 f4 f4 f4 f4
Arctan2 f4 f4 f4 f4 f4 f4 f4 f4 f4
BitwiseAnd -- i1 i2 i4 i8 u1 u2 u4 --
LeftShift -- i1 i2 i4 i8 u1 u2 u4 --
RightShift -- i1 i2 i4 i8 u1 u2 u4 --
Heaviside -- f4 f4 f4 f8 f4 f4 f4 f4
Hypot -- f4 f4 f4 f8 f4 f4 f4 f4
Isclose b1 b1 b1 b1 b1 b1 b1 b1 b1
Gcd -- i1 i2 i4 i8 u1 u2 u4 --
Lcm -- i1 i2 i4 i8 u1 u2 u4 --
Ldexp -- f4 f4 f4 f4 f4 f4 f4 --
Logaddexp f4 f4 f4 f4 f4 f4 f4 f4 f4
Logaddexp2 f4 f4 f4 f4 f4 f4 f4 f4 f4
Fmax -- i1 i2 i4 i8 u1 u2 u4 f4
Fmin -- i1 i2 i4 i8 u1 u2 u4 f4
Nextafter f4 f4 f4 f4 f4 f4 f4 f4 f4
Greater -- b1 b1 b1 b1 b1 b1 b1 b1
Equal b1 b1 b1 b1 b1 b1 b1 b1 b1
`;

/** What is not exact here, or has no kernel: refused by name. */
const REFUSED: ReadonlySet<string> = new Set(['I0 int64', 'Nextafter int32', 'Nextafter int64', 'Nextafter uint32']);

for (const [count, table] of [
  [1, ONE],
  [2, TWO],
] as const)
  for (const [name = '', ...answers] of table
    .trim()
    .split('\n')
    .map((row) => row.split(' ')))
    test(`${name} answers in the types of Keras`, () => {
      const operation = OPERATIONS.get(name);
      assert.ok(operation);
      const found = TYPES.map((dtype) => {
        try {
          return lowerOperation(
            operation,
            Array.from({ length: count }, () => ({ dims: [3], dtype })),
          ).dtype;
        } catch (error) {
          assert.ok(error instanceof HorngateError && error.code !== 'HG_INTERNAL', String(error));
          return undefined;
        }
      });
      const wanted = answers.map((short, index) => (REFUSED.has(`${name} ${TYPES[index]}`) ? undefined : NAMES[short]));
      assert.deepEqual(found, wanted);
    });
