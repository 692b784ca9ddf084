import type { Json } from '../../artifact/json/json.ts';
import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import { isFloat } from '../../tensor/dtype.ts';
import type { Call } from '../define-layer.ts';
import { dtypeOf, floats, int, pair, plain, tensor } from './arguments.ts';
import { operandOf, viaKeras } from './via-keras.ts';

export type Lower = (g: GraphBuilder, call: Call) => Value | readonly Value[];

/** One function under all its names, which stand in one text, with its parameters in Python's order. */
export type Row = readonly [names: string, parameters: readonly string[], lower: Lower];

export const one = (names: string, keras: string, config: Readonly<Record<string, Json>> = {}): Row => [
  names,
  ['x'],
  (g, call) => viaKeras(g, call, keras, { args: { x: operandOf(floats(call, 'x')) }, config }),
];

/** Of integers too, where both have the same meaning. */
export const any = (names: string, keras: string, parameter = 'x'): Row => [
  names,
  [parameter],
  (g, call) => viaKeras(g, call, keras, { args: { x: operandOf(tensor(call, parameter)) } }),
];

export const two = (names: string, keras: string): Row => [
  names,
  ['x', 'y'],
  (g, call) => {
    const [x1, x2] = pair(g, call, 'x', 'y');
    return viaKeras(g, call, keras, { args: { x1: operandOf(x1), x2: operandOf(x2) } });
  },
];

/** Of real numbers alone: TensorFlow divides integers as float64. */
export const twoFloats = (names: string, keras: string): Row => {
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

export const REDUCED = ['input_tensor', 'axis', 'keepdims'];

/** Over all axes where none is given. A mean of integers would be cut off in TensorFlow, so real numbers alone have one. */
export const reduce = (names: string, keras: string, of: typeof tensor): Row => [
  names,
  REDUCED,
  (g, call) => {
    const config = { axis: plain(call, 'axis'), keepdims: plain(call, 'keepdims', false) };
    return viaKeras(g, call, keras, { args: { x: operandOf(of(call, 'input_tensor')) }, config });
  },
];

export const numbers = (call: Call, name: string): Value => {
  const x = tensor(call, name);
  if (x.dtype === 'bool') throw call.refuse('HG_UNSUPPORTED_DTYPE', 'Cannot compile the function on bool');
  return x;
};

export const booleans = (call: Call, name: string): Value => {
  const x = tensor(call, name);
  if (x.dtype !== 'bool') throw call.refuse('HG_UNSUPPORTED_DTYPE', `Cannot compile the function on ${x.dtype}`);
  return x;
};

/** `tf.argmax` takes the first axis where none is given, and answers int64. */
export const index = (names: string, keras: string): Row => [
  names,
  ['input', 'axis', 'output_type'],
  (g, call) => {
    const found = viaKeras(g, call, keras, { args: { x: operandOf(numbers(call, 'input')) }, config: { axis: int(call, 'axis', 0), keepdims: false } });
    return g.cast(found, dtypeOf(call, 'output_type', 'int64'));
  },
];
