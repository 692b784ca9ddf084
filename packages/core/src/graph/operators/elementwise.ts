import { type DType, isFloat, isInteger } from '../../tensor/dtype.ts';
import { HorngateError } from '../../words/error.ts';
import { broadcastDims, type Dims } from '../dims.ts';
import type { Value } from '../values.ts';
import { defineOperator, type Inference, input, int, misfit, type Operator } from './operator.ts';

type Types = (dtype: DType) => boolean;

const floats: Types = isFloat;
const numbers: Types = (dtype) => isFloat(dtype) || isInteger(dtype);
const booleans: Types = (dtype) => dtype === 'bool';
const anything: Types = () => true;

function checked(node: Inference, value: Value, types: Types): Value {
  if (!types(value.dtype)) throw misfit(node, `does not take ${value.dtype}`);
  return value;
}

const unary = (name: string, types: Types, attributes: readonly string[] = []): Operator =>
  defineOperator({ name, attributes, arity: [1, 1], infer: (node) => [checked(node, input(node, 0), types)].map(({ dtype, dims }) => ({ dtype, dims })) });

/** Dims of all inputs broadcast together; all of one type. */
function together(node: Inference, types: Types, from = 0): { dtype: DType; dims: Dims } {
  const first = checked(node, input(node, from), types);
  let dims = first.dims;
  for (let index = from + 1; index < node.inputs.length; index++) {
    const next = input(node, index);
    if (next.dtype !== first.dtype) throw apart(node, first.dtype, next.dtype);
    const wider = broadcastDims(dims, next.dims);
    if (wider === undefined) throw misfit(node, 'cannot broadcast them');
    dims = wider;
  }
  return { dtype: first.dtype, dims };
}

/** A lowering that was written for float32 meets float64 in a layer of that type: an honest gap. */
const apart = (node: Inference, a: DType, b: DType): HorngateError =>
  isFloat(a) && isFloat(b) && (a === 'float64' || b === 'float64')
    ? new HorngateError('HG_UNSUPPORTED_DTYPE', `Cannot apply "${node.op}" to ${a} and ${b}: a layer of float64 is not computed in it throughout`)
    : misfit(node, 'wants inputs of one type');

const variadic = (name: string, types: Types, most: number, attributes: readonly string[] = []): Operator =>
  defineOperator({ name, attributes, arity: [most === 2 ? 2 : 1, most], infer: (node) => [together(node, types)] });

const predicate = (name: string, types: Types): Operator =>
  defineOperator({ name, attributes: [], arity: [1, 1], infer: (node) => [{ dtype: 'bool', dims: checked(node, input(node, 0), types).dims }] });

const comparison = (name: string, types: Types): Operator =>
  defineOperator({ name, attributes: [], arity: [2, 2], infer: (node) => [{ dtype: 'bool', dims: together(node, types).dims }] });

/** https://onnx.ai/onnx/operators: operators that keep shapes, or broadcast them. */
export const elementwise: readonly Operator[] = [
  ...['Acos', 'Acosh', 'Asin', 'Asinh', 'Atan', 'Atanh', 'Cosh', 'Sinh', 'Tan'].map((name) => unary(name, floats)),
  ...['Ceil', 'Cos', 'Erf', 'Exp', 'Floor', 'HardSwish', 'Log', 'Mish', 'Reciprocal', 'Round', 'Sigmoid', 'Sin', 'Softplus', 'Softsign', 'Sqrt', 'Tanh'].map(
    (name) => unary(name, floats),
  ),
  ...['Abs', 'Neg', 'Relu', 'Sign'].map((name) => unary(name, numbers)),
  ...['Elu', 'LeakyRelu', 'Celu', 'ThresholdedRelu'].map((name) => unary(name, floats, ['alpha'])),
  unary('Selu', floats, ['alpha', 'gamma']),
  unary('HardSigmoid', floats, ['alpha', 'beta']),
  unary('Gelu', floats, ['approximate']),
  unary('Not', booleans),
  unary('Identity', anything),
  unary('Softmax', floats, ['axis']),
  unary('LogSoftmax', floats, ['axis']),
  ...['IsInf', 'IsNaN'].map((name) => predicate(name, floats)),
  unary('BitwiseNot', isInteger),
  ...['BitwiseAnd', 'BitwiseOr', 'BitwiseXor'].map((name) => variadic(name, isInteger, 2)),
  variadic('BitShift', isInteger, 2, ['direction']),
  ...['Add', 'Sub', 'Mul', 'Div'].map((name) => variadic(name, numbers, 2)),
  variadic('Mod', numbers, 2, ['fmod']),
  variadic('Pow', numbers, 2),
  variadic('PRelu', floats, 2),
  ...['And', 'Or', 'Xor'].map((name) => variadic(name, booleans, 2)),
  ...['Max', 'Min'].map((name) => variadic(name, numbers, 1 << 16)),
  ...['Mean', 'Sum'].map((name) => variadic(name, floats, 1 << 16)),
  comparison('Equal', anything),
  ...['Greater', 'GreaterOrEqual', 'Less', 'LessOrEqual'].map((name) => comparison(name, numbers)),
  defineOperator({
    name: 'Clip',
    attributes: [],
    arity: [1, 3],
    infer: (node) => {
      const { dtype, dims } = checked(node, input(node, 0), numbers);
      return [{ dtype, dims }];
    },
  }),
  defineOperator({
    name: 'Where',
    attributes: [],
    arity: [3, 3],
    infer: (node) => {
      const condition = checked(node, input(node, 0), booleans);
      const { dtype, dims } = together(node, anything, 1);
      const wider = broadcastDims(condition.dims, dims);
      if (wider === undefined) throw misfit(node, 'cannot broadcast them');
      return [{ dtype, dims: wider }];
    },
  }),
  defineOperator({
    name: 'Cast',
    attributes: ['to'],
    arity: [1, 1],
    infer: (node) => [{ dtype: castTarget(node), dims: input(node, 0).dims }],
  }),
];

/** Numbers of TensorProto.DataType, onnx.proto. */
export const ONNX_TYPES: Readonly<Record<DType, number>> = {
  float32: 1,
  uint8: 2,
  int8: 3,
  uint16: 4,
  int16: 5,
  int32: 6,
  int64: 7,
  string: 8,
  bool: 9,
  float16: 10,
  float64: 11,
  uint32: 12,
  uint64: 13,
  bfloat16: 16,
};

export const dtypeOfOnnx = (type: number): DType | undefined => (Object.entries(ONNX_TYPES) as [DType, number][]).find(([, number]) => number === type)?.[0];

function castTarget(node: Inference): DType {
  const dtype = dtypeOfOnnx(int(node, 'to', 0));
  if (dtype === undefined) throw misfit(node, 'casts to no type that we know');
  return dtype;
}
