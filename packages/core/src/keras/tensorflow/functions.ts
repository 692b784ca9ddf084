import type { Json } from '../../artifact/json/json.ts';
import type { GraphBuilder } from '../../graph/builder.ts';
import { type Dim, isKnown } from '../../graph/dims.ts';
import type { Value } from '../../graph/values.ts';
import { isFloat } from '../../tensor/dtype.ts';
import type { Call } from '../define-layer.ts';
import { type AnyOperation, defineOperation } from '../define-operation.ts';
import { axisIn } from '../dims.ts';
import { constant, dtypeOf, floats, int, ints, only, pair, plain, tensor, tensors } from './arguments.ts';
import { knownDims, noteDims } from './known-dims.ts';
import { allViaKeras, operandOf, viaKeras } from './via-keras.ts';

type Lower = (g: GraphBuilder, call: Call) => Value | readonly Value[];
type Row = readonly [names: string, parameters: readonly string[], lower: Lower];

const one = (names: string, keras: string, config: Readonly<Record<string, Json>> = {}): Row => [
  names,
  ['x'],
  (g, call) => viaKeras(g, call, keras, { args: { x: operandOf(floats(call, 'x')) }, config }),
];

/** Of integers too, where both have the same meaning. */
const any = (names: string, keras: string, parameter = 'x'): Row => [
  names,
  [parameter],
  (g, call) => viaKeras(g, call, keras, { args: { x: operandOf(tensor(call, parameter)) } }),
];

const two = (names: string, keras: string): Row => [
  names,
  ['x', 'y'],
  (g, call) => {
    const [x1, x2] = pair(g, call, 'x', 'y');
    return viaKeras(g, call, keras, { args: { x1: operandOf(x1), x2: operandOf(x2) } });
  },
];

/** Of real numbers alone: TensorFlow divides integers as float64. */
const twoFloats = (names: string, keras: string): Row => {
  const [, parameters, lower] = two(names, keras);
  return [
    names,
    parameters,
    (g, call) => {
      if (pair(g, call, 'x', 'y').some(({ dtype }) => !isFloat(dtype))) throw call.refuse('HG_UNSUPPORTED_DTYPE', 'Cannot compile the function on integers');
      return lower(g, call);
    },
  ];
};

const REDUCED = ['input_tensor', 'axis', 'keepdims'];

/** Over all axes where none is given. A mean of integers would be cut off in TensorFlow, so real numbers alone have one. */
const reduce = (names: string, keras: string, of: typeof tensor): Row => [
  names,
  REDUCED,
  (g, call) => {
    const config = { axis: plain(call, 'axis'), keepdims: plain(call, 'keepdims', false) };
    return viaKeras(g, call, keras, { args: { x: operandOf(of(call, 'input_tensor')) }, config });
  },
];

const numbers = (call: Call, name: string): Value => {
  const x = tensor(call, name);
  if (x.dtype === 'bool') throw call.refuse('HG_UNSUPPORTED_DTYPE', 'Cannot compile the function on bool');
  return x;
};

const booleans = (call: Call, name: string): Value => {
  const x = tensor(call, name);
  if (x.dtype !== 'bool') throw call.refuse('HG_UNSUPPORTED_DTYPE', `Cannot compile the function on ${x.dtype}`);
  return x;
};

const pass: Lower = (g, call) => g.node('Identity', [tensor(call, 'input')]);

/** `tf.argmax` takes the first axis where none is given, and answers int64. */
const index = (names: string, keras: string): Row => [
  names,
  ['input', 'axis', 'output_type'],
  (g, call) => {
    const found = viaKeras(g, call, keras, { args: { x: operandOf(numbers(call, 'input')) }, config: { axis: int(call, 'axis', 0), keepdims: false } });
    return g.cast(found, dtypeOf(call, 'output_type', 'int64'));
  },
];

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

/** One part of `slice_spec`: a dictionary of bounds is a slice, the text "Ellipsis" is `...`, null is a new axis. */
const getItem: Lower = (g, call) => {
  const x = tensor(call, 'tensor');
  const key = call.argument('slice_spec') ?? { kind: 'json', value: null };
  const parts = (key.kind === 'list' ? key.items : [key]).map((part) => {
    if (part.kind === 'map') {
      const bound = (name: string) => (Object.hasOwn(part.entries, name) && part.entries[name]) || ({ kind: 'json', value: null } as const);
      return { kind: 'slice', start: bound('start'), stop: bound('stop'), step: bound('step') } as const;
    }
    return part.kind === 'json' && part.value === 'Ellipsis' ? ({ kind: 'ellipsis' } as const) : part;
  });
  const picked = viaKeras(g, call, 'GetItem', { args: { x: operandOf(x), key: { kind: 'list', items: parts } } });
  const dims = knownDims(g, x);
  const [only, ...others] = parts;
  const at = only?.kind === 'json' && typeof only.value === 'number' && others.length === 0 ? dims?.at(only.value) : undefined;
  if (at !== undefined && picked.dims.length === 0) noteDims(g, picked, [at]);
  return picked;
};

/** A shape: whole numbers, and sizes that `tf.shape` gave. */
function shapeOf(g: GraphBuilder, call: Call, name: string): readonly Dim[] {
  const operand = call.argument(name);
  const items = operand?.kind === 'list' ? operand.items : operand === undefined ? [] : [operand];
  return items.flatMap((item): readonly Dim[] => {
    if (item.kind === 'json' && typeof item.value === 'number' && Number.isSafeInteger(item.value)) return [item.value];
    const dims = item.kind === 'value' ? knownDims(g, item.value) : undefined;
    if (dims === undefined) throw call.refuse('HG_UNSUPPORTED_FIELD', `Cannot compile the argument "${name}" unless it is whole numbers and sizes of tensors`);
    return dims;
  });
}

const reshape: Lower = (g, call) => {
  const x = tensor(call, 'tensor');
  const shape = shapeOf(g, call, 'shape');
  const free = shape.findIndex((dim) => !isKnown(dim));
  if (free < 0) return viaKeras(g, call, 'Reshape', { args: { x: operandOf(x) }, config: { newshape: shape as readonly number[] } });
  // The one size that is not known is the batch, which `tf.shape` read off this very graph: what is left may stand as -1, so the counts must agree.
  const others = shape.filter((_, axis) => axis !== free);
  const batch = shape[free] as Dim;
  const first = x.dims[0];
  const sameBatch = free === 0 && first !== undefined && JSON.stringify(first) === JSON.stringify(batch);
  if (!sameBatch || !others.every((dim) => isKnown(dim))) throw call.refuse('HG_UNSUPPORTED_FIELD', 'Cannot compile a shape whose sizes are decided by a call');
  const count = x.dims.slice(1).reduce<number>((product, dim) => (isKnown(dim) ? product * dim : Number.NaN), 1);
  const rest = (others as readonly number[]).filter((dim) => dim !== -1).reduce((product, dim) => product * dim, 1);
  const holes = others.filter((dim) => dim === -1).length;
  if (holes > 1 || rest === 0 || !(holes === 1 ? count % rest === 0 : count === rest))
    throw call.refuse('HG_ARTIFACT_SHAPE', 'Cannot reshape the tensor to the shape of the call');
  return g.reshape(x, [batch, ...(others as readonly number[]).map((dim) => (dim === -1 ? count / rest : dim))]);
};

/** int32, as the function has it where nothing else is said. */
const shape: Lower = (g, call) => {
  const x = tensor(call, 'input');
  const type = dtypeOf(call, 'out_type', 'int32');
  const sizes = x.dims.map((dim) => g.cast(g.reshape(g.size(x, dim), [1]), type));
  const [only] = sizes;
  if (only === undefined) throw call.refuse('HG_UNSUPPORTED_FIELD', 'Cannot compile the shape of a scalar');
  const whole = sizes.length === 1 ? only : g.node('Concat', sizes, { axis: 0 });
  return noteDims(g, whole, x.dims);
};

/** Pieces of one size each, or sizes that fill the axis. */
const split: Lower = (g, call) => {
  const x = tensor(call, 'value');
  const axis = int(call, 'axis', 0);
  const sizes = plain(call, 'num_or_size_splits');
  if (!Array.isArray(sizes)) return allViaKeras(g, call, 'Split', { args: { x: operandOf(x) }, config: { indices_or_sections: sizes, axis } });
  const list = ints(call, 'num_or_size_splits');
  const whole = x.dims[axisIn(x, axis)];
  const total = list.reduce((sum, size) => sum + size, 0);
  if (list.some((size) => size < 0) || whole !== total) throw call.refuse('HG_UNSUPPORTED_FIELD', 'Cannot compile a split unless its sizes fill an axis');
  let at = 0;
  const indices = list.slice(0, -1).map((size) => (at += size));
  return allViaKeras(g, call, 'Split', { args: { x: operandOf(x) }, config: { indices_or_sections: indices, axis } });
};

const slice: Lower = (g, call) => {
  const [begin, size] = [ints(call, 'begin'), ints(call, 'size')];
  if (begin.length !== size.length) throw call.refuse('HG_ARTIFACT_SHAPE', 'Cannot slice with begins and sizes of other lengths');
  const bound = (value: number | null) => ({ kind: 'json', value }) as const;
  const items = begin.map((start, axis) => {
    const length = size[axis] as number;
    if (start < 0 || length < -1) throw call.refuse('HG_ARTIFACT_SHAPE', 'Cannot slice before the start of an axis');
    return { kind: 'slice', start: bound(start), stop: bound(length === -1 ? null : start + length), step: bound(1) } as const;
  });
  const x = tensor(call, 'input_');
  // TensorFlow refuses what reaches past the end, where a slice of Python would be shorter.
  for (const [axis, dim] of x.dims.entries())
    if ((size[axis] ?? -1) !== -1 && !(isKnown(dim) && (begin[axis] as number) + (size[axis] as number) <= dim))
      throw call.refuse('HG_UNSUPPORTED_FIELD', 'Cannot compile a slice that may reach past the end of an axis');
  return viaKeras(g, call, 'GetItem', { args: { x: operandOf(x), key: { kind: 'list', items } } });
};

/** Along the first axis where none is given. Indices outside are refused by TensorFlow on this processor, by ours too. */
const gather: Lower = (g, call) => {
  if (int(call, 'batch_dims', 0) !== 0) throw call.refuse('HG_UNSUPPORTED_FIELD', 'Cannot compile "batch_dims" yet');
  const indices = call.argument('indices');
  if (indices === undefined) throw call.refuse('HG_ARTIFACT_GRAPH', 'Cannot call the function without "indices"');
  const at = indices.kind === 'value' ? numbers(call, 'indices') : constant(g, call, indices, 'int32');
  return viaKeras(g, call, 'Take', { args: { x: operandOf(tensor(call, 'params')), indices: operandOf(at) }, config: { axis: int(call, 'axis', 0) } });
};

const oneHot: Lower = (g, call) => {
  only(call, 'on_value', 1);
  only(call, 'off_value', 0);
  const config = { num_classes: int(call, 'depth', 0), axis: int(call, 'axis', -1), dtype: dtypeOf(call, 'dtype', 'float32') };
  return viaKeras(g, call, 'OneHot', { args: { x: operandOf(numbers(call, 'indices')) }, config });
};

const pad: Lower = (g, call) => {
  const mode = plain(call, 'mode', 'CONSTANT');
  const x = tensor(call, 'tensor');
  const value = call.argument('constant_values') ?? { kind: 'json', value: 0 };
  const config = { pad_width: plain(call, 'paddings'), mode: typeof mode === 'string' ? mode.toLowerCase() : mode };
  return viaKeras(g, call, 'Pad', { args: { x: operandOf(x), ...(config.mode === 'constant' ? { constant_values: value } : {}) }, config });
};

const window =
  (keras: string): Lower =>
  (g, call) => {
    only(call, 'data_format', 'NHWC');
    const padding = plain(call, 'padding');
    if (padding !== 'SAME' && padding !== 'VALID') throw call.refuse('HG_UNSUPPORTED_FIELD', 'Cannot compile a padding other than "SAME" and "VALID"');
    const sized = (name: string): Json => {
      const list = ints(call, name);
      if (list.length !== 1 && list.length !== 2) throw call.refuse('HG_UNSUPPORTED_FIELD', `Cannot compile "${name}" unless it has one or two numbers`);
      return list.length === 1 ? (list[0] as number) : list;
    };
    const config = { pool_size: sized('ksize'), strides: sized('strides'), padding: padding.toLowerCase(), data_format: 'channels_last' };
    return viaKeras(g, call, keras, { args: { inputs: operandOf(floats(call, 'input')) }, config });
  };

/** Functions by the names that `TFOpLambda` writes (`tf_export.get_canonical_name_for_symbol`), with their parameters in Python's order. */
const rows: readonly Row[] = [
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
  [
    'concat',
    ['values', 'axis'],
    (g, call) =>
      viaKeras(g, call, 'Concatenate', {
        args: { xs: { kind: 'list', items: tensors(call, 'values').map(operandOf) } },
        config: { axis: int(call, 'axis', 0) },
      }),
  ],
  [
    'stack',
    ['values', 'axis'],
    (g, call) =>
      viaKeras(g, call, 'Stack', { args: { x: { kind: 'list', items: tensors(call, 'values').map(operandOf) } }, config: { axis: int(call, 'axis', 0) } }),
  ],
  [
    'unstack',
    ['value', 'num', 'axis'],
    (g, call) =>
      allViaKeras(g, call, 'Unstack', { args: { x: operandOf(tensor(call, 'value')) }, config: { num: plain(call, 'num'), axis: int(call, 'axis', 0) } }),
  ],
  ['split', ['value', 'num_or_size_splits', 'axis', 'num'], split],
  [
    'tile',
    ['input', 'multiples'],
    (g, call) => viaKeras(g, call, 'Tile', { args: { x: operandOf(tensor(call, 'input')) }, config: { repeats: ints(call, 'multiples') } }),
  ],
  [
    'repeat',
    ['input', 'repeats', 'axis'],
    (g, call) =>
      viaKeras(g, call, 'Repeat', { args: { x: operandOf(tensor(call, 'input')) }, config: { repeats: int(call, 'repeats', 1), axis: plain(call, 'axis') } }),
  ],
  ['compat.v1.pad pad', ['tensor', 'paddings', 'mode', 'constant_values'], pad],
  [
    'compat.v1.transpose transpose',
    ['a', 'perm', 'conjugate'],
    (g, call) => {
      only(call, 'conjugate', false);
      return viaKeras(g, call, 'Transpose', { args: { x: operandOf(tensor(call, 'a')) }, config: { axes: plain(call, 'perm') } });
    },
  ],
  ['reshape', ['tensor', 'shape'], reshape],
  [
    'expand_dims',
    ['input', 'axis'],
    (g, call) => viaKeras(g, call, 'ExpandDims', { args: { x: operandOf(tensor(call, 'input')) }, config: { axis: int(call, 'axis', 0) } }),
  ],
  [
    'compat.v1.squeeze squeeze',
    ['input', 'axis'],
    (g, call) => viaKeras(g, call, 'Squeeze', { args: { x: operandOf(tensor(call, 'input')) }, config: { axis: plain(call, 'axis') } }),
  ],
  [
    'reverse',
    ['tensor', 'axis'],
    (g, call) => viaKeras(g, call, 'Flip', { args: { x: operandOf(tensor(call, 'tensor')) }, config: { axis: ints(call, 'axis') } }),
  ],
  [
    'roll',
    ['input', 'shift', 'axis'],
    (g, call) =>
      viaKeras(g, call, 'Roll', { args: { x: operandOf(tensor(call, 'input')) }, config: { shift: int(call, 'shift', 0), axis: int(call, 'axis', 0) } }),
  ],
  ['compat.v1.gather gather', ['params', 'indices', 'validate_indices', 'axis', 'batch_dims'], gather],
  ['slice', ['input_', 'begin', 'size'], slice],
  ['__operators__.getitem', ['tensor', 'slice_spec'], getItem],
  ['one_hot', ['indices', 'depth', 'on_value', 'off_value', 'axis', 'dtype'], oneHot],
  [
    'cast',
    ['x', 'dtype'],
    (g, call) => viaKeras(g, call, 'Cast', { args: { x: operandOf(tensor(call, 'x')) }, config: { dtype: dtypeOf(call, 'dtype', 'float32') } }),
  ],
  [
    'where',
    ['condition', 'x', 'y'],
    (g, call) => {
      const [x1, x2] = pair(g, call, 'x', 'y');
      return viaKeras(g, call, 'Where', { args: { condition: operandOf(booleans(call, 'condition')), x1: operandOf(x1), x2: operandOf(x2) } });
    },
  ],
  [
    'clip_by_value',
    ['t', 'clip_value_min', 'clip_value_max'],
    (g, call) =>
      viaKeras(g, call, 'Clip', {
        args: { x: operandOf(floats(call, 't')) },
        config: { x_min: plain(call, 'clip_value_min'), x_max: plain(call, 'clip_value_max') },
      }),
  ],
  any('zeros_like', 'ZerosLike', 'input'),
  any('ones_like', 'OnesLike', 'input'),
  ['identity', ['input'], pass],
  ['stop_gradient', ['input'], pass],
  ['compat.v1.shape shape', ['input', 'out_type'], shape],
  [
    'image.resize',
    ['images', 'size', 'method', 'preserve_aspect_ratio', 'antialias'],
    (g, call) => {
      only(call, 'preserve_aspect_ratio', false);
      const config = {
        size: ints(call, 'size'),
        interpolation: plain(call, 'method', 'bilinear'),
        antialias: call.flag('antialias', false),
        data_format: 'channels_last',
      };
      return viaKeras(g, call, 'Resize', { args: { images: operandOf(floats(call, 'images')) }, config });
    },
  ],
  ['nn.avg_pool2d nn.avg_pool', ['input', 'ksize', 'strides', 'padding', 'data_format'], window('AveragePool')],
  ['nn.max_pool2d', ['input', 'ksize', 'strides', 'padding', 'data_format'], window('MaxPool')],
  ...(['depth_to_space', 'space_to_depth'] as const).map(
    (name): Row => [
      `nn.${name}`,
      ['input', 'block_size', 'data_format'],
      (g, call) => {
        only(call, 'data_format', 'NHWC');
        const config = { block_size: int(call, 'block_size', 0), data_format: 'channels_last' };
        return viaKeras(g, call, name === 'depth_to_space' ? 'DepthToSpace' : 'SpaceToDepth', { args: { x: operandOf(floats(call, 'input')) }, config });
      },
    ],
  ),
];

const defined = ([names, parameters, lower]: Row): readonly (readonly [string, AnyOperation])[] =>
  names
    .split(' ')
    .map((name) => [
      name,
      defineOperation({ keras: name, arguments: [...parameters, 'name'], types: 'own', config: readFunction, lower: (g, _, call) => lower(g, call) }),
    ]);

const readFunction = (fields: { string(name: string): string }): string => fields.string('function');

/**
 * The functions of TensorFlow that stand as layers in models of Keras 2, and that are compiled. What is not here is refused by its name: real Keras 2 looks up
 * whatever name the file holds in all of TensorFlow.
 */
export const TENSORFLOW_FUNCTIONS: ReadonlyMap<string, AnyOperation> = new Map(rows.flatMap(defined));
