import type { Json } from '../../artifact/json/json.ts';
import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import { type DType, isDType, isFloat } from '../../tensor/dtype.ts';
import { arrayOf, bytesOf, type Tensor } from '../../tensor/tensor.ts';
import type { Call } from '../define-layer.ts';
import type { Operand } from '../operand.ts';

/** Types that TensorFlow's functions are compiled for; others are refused by name. */
const TYPES = ['float32', 'float64', 'int32', 'int64', 'bool'] as const;
type Compiled = (typeof TYPES)[number];

const isCompiled = (dtype: DType): dtype is Compiled => (TYPES as readonly DType[]).includes(dtype);

/** A tensor argument. @throws HG_UNSUPPORTED_FIELD for anything else; HG_UNSUPPORTED_DTYPE for a type that is not compiled. */
export function tensor(call: Call, name: string): Value {
  const value = call.value(name);
  if (value === undefined) throw call.refuse('HG_ARTIFACT_GRAPH', `Cannot call the function without "${name}"`);
  return known(call, value);
}

/** A tensor of real numbers: TensorFlow refuses all others in most functions of mathematics. */
export function floats(call: Call, name: string): Value {
  const value = tensor(call, name);
  if (!isFloat(value.dtype)) throw call.refuse('HG_UNSUPPORTED_DTYPE', `Cannot compile the function on ${value.dtype}`);
  return value;
}

/** The tensors of a list argument, all of one type. */
export function tensors(call: Call, name: string): readonly Value[] {
  const operand = call.argument(name);
  const items = operand?.kind === 'list' ? operand.items : [];
  const values = items.map((item) => {
    if (item.kind !== 'value') throw call.refuse('HG_UNSUPPORTED_FIELD', `Cannot compile the argument "${name}" unless it is a list of tensors`);
    return known(call, item.value);
  });
  if (values.length === 0) throw call.refuse('HG_ARTIFACT_GRAPH', `Cannot call the function without tensors in "${name}"`);
  if (new Set(values.map(({ dtype }) => dtype)).size > 1) throw mixed(call);
  return values;
}

/** Two arguments of one type, one of them a tensor: a number, or lists of numbers, take the type of the other side, as `tf.convert_to_tensor` has it. */
export function pair(g: GraphBuilder, call: Call, first: string, second: string): readonly [Value, Value] {
  const [a, b] = [call.argument(first), call.argument(second)];
  const like = [a, b].find((operand) => operand?.kind === 'value');
  if (a === undefined || b === undefined || like?.kind !== 'value')
    throw call.refuse('HG_ARTIFACT_GRAPH', 'Cannot call the function without a tensor on a side');
  const values = [a, b].map((operand) => (operand.kind === 'value' ? known(call, operand.value) : constant(g, call, operand, like.value.dtype)));
  const [x, y] = values as [Value, Value];
  if (x.dtype !== y.dtype) throw mixed(call);
  return [x, y];
}

/** A constant that stands in a call: a number, a boolean, or lists of them. */
export function constant(g: GraphBuilder, call: Call, operand: Operand, dtype: DType): Value {
  const numbers: number[] = [];
  const shape = shapeOf(call, operand, numbers);
  const whole = isFloat(dtype) || numbers.every((number) => Number.isSafeInteger(number));
  if (!isCompiled(dtype) || !whole || shape === undefined)
    throw call.refuse('HG_UNSUPPORTED_FIELD', `Cannot compile a constant of type "${dtype}" in this call`);
  const held = { dtype, shape, data: arrayOf(dtype, numbers) } as Tensor;
  return g.constant({ dtype, dims: shape, read: () => bytesOf(held) });
}

/** The recursion goes as deep as lists lie in lists, which the JSON reader has bounded. */
function shapeOf(call: Call, operand: Operand, into: number[]): number[] | undefined {
  if (operand.kind === 'json' && (typeof operand.value === 'number' || typeof operand.value === 'boolean')) {
    into.push(Number(operand.value));
    return [];
  }
  if (operand.kind !== 'list') throw call.refuse('HG_UNSUPPORTED_FIELD', 'Cannot compile an argument that is neither a tensor nor numbers');
  const shapes = operand.items.map((item) => shapeOf(call, item, into));
  const [first = []] = shapes;
  return shapes.every((shape) => shape?.join() === first.join()) ? [operand.items.length, ...first] : undefined;
}

/** The plain value of an argument: numbers, texts, null and lists of them; `absent` where it was not passed or is null. */
export function plain(call: Call, name: string, absent: Json = null): Json {
  const operand = call.argument(name);
  return operand === undefined ? absent : plainOf(call, operand, name);
}

function plainOf(call: Call, operand: Operand, name: string): Json {
  if (operand.kind === 'json') return operand.value;
  if (operand.kind === 'list') return operand.items.map((item) => plainOf(call, item, name));
  throw call.refuse('HG_UNSUPPORTED_FIELD', `Cannot compile the argument "${name}" unless it is plain numbers`);
}

/** A whole number. */
export function int(call: Call, name: string, absent: number): number {
  const value = plain(call, name, absent);
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  throw call.refuse('HG_UNSUPPORTED_FIELD', `Cannot compile the argument "${name}" unless it is a whole number`);
}

/** Whole numbers, one or a list of them. */
export function ints(call: Call, name: string): readonly number[] {
  const value = plain(call, name);
  const list = Array.isArray(value) ? value : [value];
  if (list.every((item): item is number => typeof item === 'number' && Number.isSafeInteger(item))) return list;
  throw call.refuse('HG_UNSUPPORTED_FIELD', `Cannot compile the argument "${name}" unless it is whole numbers`);
}

export function dtypeOf(call: Call, name: string, absent: DType): DType {
  const value = plain(call, name, absent);
  if (isDType(value)) return value;
  throw call.refuse('HG_UNSUPPORTED_FIELD', `Cannot compile the argument "${name}" unless it is a type`);
}

/** Refuses an argument unless it is absent, null or this value. */
export function only(call: Call, name: string, value: Json): void {
  const given = plain(call, name);
  if (given !== null && given !== value) throw call.refuse('HG_UNSUPPORTED_FIELD', `Cannot compile the argument "${name}" with this value`);
}

function known(call: Call, value: Value): Value {
  if (!isCompiled(value.dtype)) throw call.refuse('HG_UNSUPPORTED_DTYPE', `Cannot compile a function of TensorFlow on ${value.dtype} yet`);
  return value;
}

const mixed = (call: Call): Error => call.refuse('HG_ARTIFACT_GRAPH', 'Cannot call the function with tensors of several types: TensorFlow refuses them too');
