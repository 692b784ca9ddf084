import type { Json } from '../../artifact/json/json.ts';
import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import type { Call } from '../define-layer.ts';
import { constant, floats, int, only, pair, plain, tensors } from './arguments.ts';
import { any, booleans, index, type Lower, numbers, one, REDUCED, type Row, reduce, two, twoFloats } from './row.ts';
import { allViaKeras, operandOf, viaKeras } from './via-keras.ts';

const matmul: Lower = (g, call) => {
  const [a, b] = pair(g, call, 'a', 'b');
  const side = (x: Value, flag: string): Value => (call.flag(flag, false) ? g.transpose(x, swapped(call, x.dims.length)) : x);
  return viaKeras(g, call, 'Matmul', { args: { x1: operandOf(side(a, 'transpose_a')), x2: operandOf(side(b, 'transpose_b')) } });
};

function swapped(call: Call, rank: number): readonly number[] {
  if (rank < 2) throw call.refuse('HG_ARTIFACT_SHAPE', `Cannot transpose a matrix of rank ${rank}`);
  return Array.from({ length: rank }, (_, axis) => (axis < rank - 2 ? axis : 2 * rank - 3 - axis));
}

/** x * rsqrt(max(sum(x²), epsilon)) (tensorflow/python/ops/nn_impl.py, `l2_normalize_v2`). */
const l2Normalize: Lower = (g, call) => {
  const x = floats(call, 'x');
  const epsilon = plain(call, 'epsilon', 1e-12);
  if (typeof epsilon !== 'number') throw call.refuse('HG_UNSUPPORTED_FIELD', 'Cannot compile the argument "epsilon" unless it is a number');
  const square = sumOfSquares(g, call, x, plain(call, 'axis'), true);
  const bounded = viaKeras(g, call, 'Maximum', {
    args: { x1: operandOf(square), x2: operandOf(constant(g, call, { kind: 'json', value: epsilon }, x.dtype)) },
  });
  const factor = viaKeras(g, call, 'Rsqrt', { args: { x: operandOf(bounded) } });
  return viaKeras(g, call, 'Multiply', { args: { x1: operandOf(x), x2: operandOf(factor) } });
};

const sumOfSquares = (g: GraphBuilder, call: Call, x: Value, axis: Json, keepdims: boolean): Value =>
  viaKeras(g, call, 'Sum', { args: { x: operandOf(viaKeras(g, call, 'Square', { args: { x: operandOf(x) } })) }, config: { axis, keepdims } });

/** log(sum(exp(x - most))) + most, the most being that of the axes; where it is infinite, TensorFlow takes 0 for it. */
const logSumExp: Lower = (g, call) => {
  const x = floats(call, 'input_tensor');
  const axis = plain(call, 'axis');
  const reduced = (keras: string, of: Value, keepdims: boolean): Value => viaKeras(g, call, keras, { args: { x: operandOf(of) }, config: { axis, keepdims } });
  const paired = (keras: string, x1: Value, x2: Value): Value => viaKeras(g, call, keras, { args: { x1: operandOf(x1), x2: operandOf(x2) } });
  const [zero, keep] = [g.scalar(0, x.dtype), call.flag('keepdims', false)];
  const most = (keepdims: boolean): Value => {
    const largest = reduced('Max', x, keepdims);
    return g.node('Where', [viaKeras(g, call, 'Isfinite', { args: { x: operandOf(largest) } }), largest, zero]);
  };
  const sum = reduced('Sum', viaKeras(g, call, 'Exp', { args: { x: operandOf(paired('Subtract', x, most(true))) } }), keep);
  return paired('Add', viaKeras(g, call, 'Log', { args: { x: operandOf(sum) } }), most(keep));
};

const euclidean: Lower = (g, call) => {
  only(call, 'ord', 'euclidean');
  const x = floats(call, 'tensor');
  const sum = sumOfSquares(g, call, x, plain(call, 'axis'), call.flag('keepdims', false));
  return viaKeras(g, call, 'Sqrt', { args: { x: operandOf(sum) } });
};

/** Functions of `tf.math`, `tf.linalg` and `tf.nn` that keep to what numbers are. */
export const MATHEMATICS: readonly Row[] = [
  one('math.exp', 'Exp'),
  one('math.log', 'Log'),
  one('math.log1p', 'Log1p'),
  one('math.expm1', 'Expm1'),
  one('math.sqrt', 'Sqrt'),
  one('math.rsqrt', 'Rsqrt'),
  one('math.reciprocal', 'Reciprocal'),
  one('math.sin', 'Sin'),
  one('math.cos', 'Cos'),
  one('math.tan', 'Tan'),
  one('math.asin', 'Arcsin'),
  one('math.acos', 'Arccos'),
  one('math.atan', 'Arctan'),
  one('math.sinh', 'Sinh'),
  one('math.cosh', 'Cosh'),
  one('math.tanh nn.tanh', 'Tanh'),
  one('math.asinh', 'Arcsinh'),
  one('math.acosh', 'Arccosh'),
  one('math.atanh', 'Arctanh'),
  one('math.sigmoid nn.sigmoid', 'Sigmoid'),
  one('math.erf', 'Erf'),
  one('math.floor', 'Floor'),
  one('math.ceil', 'Ceil'),
  one('math.is_nan', 'Isnan'),
  one('math.is_inf', 'Isinf'),
  one('math.is_finite', 'Isfinite'),
  one('math.log_sigmoid', 'LogSigmoid'),
  any('math.negative', 'Negative'),
  any('math.abs', 'Absolute'),
  any('math.square', 'Square'),
  any('math.sign', 'Sign'),
  ['math.round', ['x'], (g, call) => g.node('Round', [floats(call, 'x')])],
  ['math.softplus nn.softplus', ['features'], (g, call) => viaKeras(g, call, 'Softplus', { args: { x: operandOf(floats(call, 'features')) } })],
  ['nn.relu', ['features'], (g, call) => viaKeras(g, call, 'Relu', { args: { x: operandOf(floats(call, 'features')) } })],
  ['nn.relu6', ['features'], (g, call) => viaKeras(g, call, 'Relu6', { args: { x: operandOf(floats(call, 'features')) } })],
  ['nn.elu', ['features'], (g, call) => viaKeras(g, call, 'Elu', { args: { x: operandOf(floats(call, 'features')) }, config: { alpha: 1 } })],
  ['nn.selu', ['features'], (g, call) => viaKeras(g, call, 'Selu', { args: { x: operandOf(floats(call, 'features')) } })],
  ['nn.softsign', ['features'], (g, call) => viaKeras(g, call, 'Softsign', { args: { x: operandOf(floats(call, 'features')) } })],
  [
    'nn.silu',
    ['features', 'beta'],
    (g, call) => {
      only(call, 'beta', 1);
      return viaKeras(g, call, 'Silu', { args: { x: operandOf(floats(call, 'features')) } });
    },
  ],
  [
    'nn.leaky_relu',
    ['features', 'alpha'],
    (g, call) => viaKeras(g, call, 'LeakyRelu', { args: { x: operandOf(floats(call, 'features')) }, config: { negative_slope: plain(call, 'alpha', 0.2) } }),
  ],
  [
    'nn.gelu',
    ['features', 'approximate'],
    (g, call) => viaKeras(g, call, 'Gelu', { args: { x: operandOf(floats(call, 'features')) }, config: { approximate: call.flag('approximate', false) } }),
  ],
  ...(['Softmax', 'LogSoftmax'] as const).map(
    (keras): Row => [
      keras === 'Softmax' ? 'nn.softmax' : 'nn.log_softmax',
      ['logits', 'axis'],
      (g, call) => viaKeras(g, call, keras, { args: { x: operandOf(floats(call, 'logits')) }, config: { axis: int(call, 'axis', -1) } }),
    ],
  ),
  two('math.add __operators__.add', 'Add'),
  two('math.subtract', 'Subtract'),
  two('math.multiply', 'Multiply'),
  twoFloats('math.truediv math.divide', 'TrueDivide'),
  twoFloats('math.divide_no_nan', 'DivideNoNan'),
  two('compat.v1.floor_div math.floordiv', 'FloorDivide'),
  two('math.floormod math.mod', 'Mod'),
  twoFloats('math.pow', 'Power'),
  two('math.maximum', 'Maximum'),
  two('math.minimum', 'Minimum'),
  two('math.greater', 'Greater'),
  two('math.greater_equal', 'GreaterEqual'),
  two('math.less', 'Less'),
  two('math.less_equal', 'LessEqual'),
  two('math.equal', 'Equal'),
  two('math.not_equal', 'NotEqual'),
  two('math.logical_and', 'LogicalAnd'),
  two('math.logical_or', 'LogicalOr'),
  two('math.logical_xor', 'LogicalXor'),
  ['math.logical_not', ['x'], (g, call) => viaKeras(g, call, 'LogicalNot', { args: { x: operandOf(booleans(call, 'x')) } })],
  [
    'math.squared_difference',
    ['x', 'y'],
    (g, call) => {
      const [x1, x2] = pair(g, call, 'x', 'y');
      return viaKeras(g, call, 'Square', { args: { x: operandOf(viaKeras(g, call, 'Subtract', { args: { x1: operandOf(x1), x2: operandOf(x2) } })) } });
    },
  ],
  [
    'math.add_n',
    ['inputs'],
    (g, call) => tensors(call, 'inputs').reduce((sum, x) => viaKeras(g, call, 'Add', { args: { x1: operandOf(sum), x2: operandOf(x) } })),
  ],
  [
    'nn.bias_add',
    ['value', 'bias', 'data_format'],
    (g, call) => {
      const format = plain(call, 'data_format', 'NHWC');
      if (typeof format !== 'string' || format.startsWith('NC')) throw call.refuse('HG_UNSUPPORTED_FIELD', 'Cannot compile a bias of channels that come first');
      const [x1, x2] = pair(g, call, 'value', 'bias');
      return viaKeras(g, call, 'Add', { args: { x1: operandOf(x1), x2: operandOf(x2) } });
    },
  ],
  reduce('math.reduce_sum', 'Sum', numbers),
  reduce('math.reduce_prod', 'Prod', numbers),
  reduce('math.reduce_max', 'Max', numbers),
  reduce('math.reduce_min', 'Min', numbers),
  reduce('math.reduce_mean', 'Mean', floats),
  reduce('math.reduce_std', 'Std', floats),
  reduce('math.reduce_variance', 'Var', floats),
  ['math.reduce_logsumexp', REDUCED, logSumExp],
  reduce('math.reduce_any', 'Any', booleans),
  reduce('math.reduce_all', 'All', booleans),
  index('math.argmax', 'Argmax'),
  index('math.argmin', 'Argmin'),
  [
    'math.cumsum',
    ['x', 'axis', 'exclusive', 'reverse'],
    (g, call) => {
      only(call, 'exclusive', false);
      only(call, 'reverse', false);
      return viaKeras(g, call, 'Cumsum', { args: { x: operandOf(numbers(call, 'x')) }, config: { axis: int(call, 'axis', 0) } });
    },
  ],
  [
    'math.top_k nn.top_k',
    ['input', 'k', 'sorted'],
    (g, call) =>
      allViaKeras(g, call, 'TopK', { args: { x: operandOf(numbers(call, 'input')) }, config: { k: int(call, 'k', 1), sorted: call.flag('sorted', true) } }),
  ],
  [
    'sort',
    ['values', 'axis', 'direction'],
    (g, call) => {
      only(call, 'direction', 'ASCENDING');
      return viaKeras(g, call, 'Sort', { args: { x: operandOf(numbers(call, 'values')) }, config: { axis: int(call, 'axis', -1) } });
    },
  ],
  ['compat.v1.norm norm', ['tensor', 'ord', 'axis', 'keepdims'], euclidean],
  ['math.l2_normalize linalg.l2_normalize nn.l2_normalize', ['x', 'axis', 'epsilon'], l2Normalize],
  ['linalg.matmul', ['a', 'b', 'transpose_a', 'transpose_b'], matmul],
];
