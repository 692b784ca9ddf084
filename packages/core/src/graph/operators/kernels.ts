import type { DType } from '../../tensor/dtype.ts';
import { HorngateError } from '../../words/error.ts';
import type { Inference } from './operator.ts';

const REAL = 'float16 float32 float64';
const NUMBERS = `int8 int16 int32 int64 uint8 uint16 uint32 uint64 ${REAL}`;

/**
 * Types for which ONNX Runtime 1.30 has a kernel on the CPU, for operators in our opset: ONNX allows more, and a graph of these does not load.
 *
 * `kernels.test.ts` asks ONNX Runtime itself for every line. What is not here has no input whose type could differ.
 *
 * @see https://github.com/microsoft/onnxruntime/blob/main/docs/OperatorKernels.md
 */
const ROWS: Readonly<Record<string, string>> = {
  [`bool ${NUMBERS}`]:
    'Cast Concat Equal Expand Gather GatherElements GatherND Identity Reshape ReverseSequence ScatterElements ScatterND Shape Slice Split Squeeze Tile Transpose Unsqueeze',
  [NUMBERS]: 'Abs Add Div Greater GreaterOrEqual Less LessOrEqual Mod Mul Sign Sub',
  [`bool int8 int32 int64 uint8 uint32 uint64 ${REAL}`]: 'Pad',
  [`int8 int32 int64 uint8 uint32 uint64 ${REAL}`]: 'Clip Max Min',
  [`bool int8 int32 int64 uint8 ${REAL}`]: 'ReduceMax ReduceMin',
  [`int8 int16 int32 int64 uint8 ${REAL}`]: 'TopK',
  [`int8 int32 int64 uint8 ${REAL}`]: 'ArgMax ArgMin',
  'int8 int16 int32 int64 uint8 uint16 uint32 uint64': 'BitwiseAnd BitwiseNot BitwiseOr BitwiseXor',
  'uint8 uint32 uint64': 'BitShift',
  'bool int32 int64 uint8 float16 float32': 'NonZero',
  [`int8 int64 ${REAL}`]: 'Unique',
  [`int8 int16 int32 int64 ${REAL}`]: 'Neg',
  [`int32 int64 uint32 uint64 ${REAL}`]: 'MatMul',
  [`int32 int64 uint8 ${REAL}`]: 'Where',
  [`bool int32 int64 ${REAL}`]: 'Trilu',
  [`int32 int64 ${REAL}`]: 'CumSum Einsum Pow ReduceMean ReduceProd ReduceSum',
  [`int8 int32 ${REAL}`]: 'Relu',
  [`int8 uint8 ${REAL}`]: 'DepthToSpace MaxPool SpaceToDepth',
  [REAL]:
    'BatchNormalization Ceil Cos Exp Floor GRU Gemm IsInf IsNaN LSTM LayerNormalization Log LogSoftmax Reciprocal Round Sigmoid Sin Softmax Sqrt Sum Tanh',
  'int16 int32 int64 float32 float64': 'Range',
  'int8 int32 uint8 float16 float32': 'Resize',
  'float16 float32':
    'Acos Acosh Asin Asinh Atan Atanh AveragePool Conv ConvTranspose Cosh Det Elu Erf Gelu GlobalAveragePool GlobalMaxPool HardSigmoid HardSwish LeakyRelu Mean Mish PRelu RNN Selu Sinh Softplus Softsign Tan ThresholdedRelu',
  float32: 'Celu',
  bool: 'And Not Or Xor',
};

/** Operators that take bfloat16 too: few reckon with it, so that layers of this type are computed in float32 (`keras/autocast.ts`). */
const BFLOAT16 = new Set(
  'Cast Concat Gather GatherElements GatherND Identity IsInf IsNaN LayerNormalization Reshape ScatterElements ScatterND Shape Sign Slice Split Squeeze Transpose Unsqueeze'.split(
    ' ',
  ),
);

const typesOf = (name: string, types: string): ReadonlySet<DType> =>
  new Set([...(types.split(' ') as DType[]), ...(BFLOAT16.has(name) ? (['bfloat16'] as const) : [])]);

export const KERNELS: ReadonlyMap<string, ReadonlySet<DType>> = new Map(
  Object.entries(ROWS).flatMap(([types, operators]) => operators.split(' ').map((name) => [name, typesOf(name, types)] as const)),
);

/** Kernels that load for float64, and then say that they do not support it yet. */
const NO_DOUBLES = new Set(['GRU', 'LSTM', 'RNN']);

/** The input whose type picks the kernel. */
const deciding = (op: string): number => (op === 'Where' ? 1 : 0);

/** @throws HG_UNSUPPORTED_DTYPE when ONNX Runtime has no kernel for the type that a node meets. */
export function expectKernel({ op, inputs }: Inference): void {
  const dtype = inputs[deciding(op)]?.dtype;
  if (dtype !== undefined && (KERNELS.get(op)?.has(dtype) === false || (dtype === 'float64' && NO_DOUBLES.has(op))))
    throw new HorngateError('HG_UNSUPPORTED_DTYPE', `Cannot apply "${op}" to ${dtype}: ONNX Runtime has no kernel for it`);
}
