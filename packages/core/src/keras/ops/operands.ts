import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import { type DType, isInteger } from '../../tensor/dtype.ts';
import { bytesOf, type Tensor } from '../../tensor/tensor.ts';
import type { Call } from '../define-layer.ts';

/** An argument of an operation: a tensor, or a Python number, which takes the type of what it meets; `float` as in an operand. */
export type Argument =
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'number'; readonly number: number; readonly float: boolean | undefined };

/**
 * An argument by name: a tensor, a constant, or a number. A bare list of numbers Keras refuses as well.
 *
 * @throws HG_ARTIFACT_GRAPH when it was not passed; HG_UNSUPPORTED_FIELD for anything else.
 */
export function argumentOf(g: GraphBuilder, call: Call, name: string): Argument {
  const operand = call.argument(name);
  if (operand === undefined) throw call.refuse('HG_ARTIFACT_GRAPH', `Cannot call the operation without "${name}"`);
  if (operand.kind === 'value') return operand;
  if (operand.kind === 'constant') return { kind: 'value', value: constant(g, operand.tensor) };
  if (operand.kind === 'json' && typeof operand.value === 'number') return { kind: 'number', number: operand.value, float: operand.float };
  throw call.refuse('HG_UNSUPPORTED_FIELD', `Cannot compile the argument "${name}" unless it is a tensor or a number`);
}

/** A tensor argument, where a number makes no sense. */
export function tensorOf(g: GraphBuilder, call: Call, name = 'x'): Value {
  const argument = argumentOf(g, call, name);
  return argument.kind === 'value' ? argument.value : g.scalar(argument.number);
}

/** The tensors of a list argument, such as the first one of `concatenate`. */
export function tensorsOf(call: Call, name: string): readonly [Value, ...Value[]] {
  const operand = call.argument(name);
  const items = operand?.kind === 'list' ? operand.items : [];
  const values = items.map((item) => {
    if (item.kind !== 'value') throw call.refuse('HG_UNSUPPORTED_FIELD', `Cannot compile the argument "${name}" unless it is a list of tensors`);
    return item.value;
  });
  const [first, ...others] = values;
  if (first === undefined) throw call.refuse('HG_ARTIFACT_GRAPH', `Cannot call the operation without tensors in "${name}"`);
  return [first, ...others];
}

const constant = (g: GraphBuilder, tensor: Tensor): Value => g.constant({ dtype: tensor.dtype, dims: tensor.shape, read: () => bytesOf(tensor) });

/**
 * The type in which operands meet: Keras' lattice for the types that we compute with (keras/src/backend/common/dtypes.py).
 *
 * A Python float makes integers float32, a Python int leaves them what they are; beside types smaller than int32 it could wrap around, so that is refused.
 *
 * @throws HG_UNSUPPORTED_DTYPE
 */
export function resultType(call: Call, operands: readonly Argument[]): DType {
  const types = new Set(operands.flatMap((operand) => (operand.kind === 'value' ? [operand.value.dtype] : [])));
  const numbers = operands.filter((operand) => operand.kind === 'number');
  const odd = [...types].find((type) => !COMMON.has(type));
  if (odd !== undefined) throw call.refuse('HG_UNSUPPORTED_DTYPE', `Cannot compute with the type "${odd}" yet`);
  if (types.size === 0 || types.has('float32') || numbers.some(({ float }) => float === true)) return 'float32';
  if (numbers.some((number) => !isInt(number, types.has('int64'))))
    throw call.refuse('HG_UNSUPPORTED_DTYPE', 'Cannot compile an operation on integers and a number unless it is one of theirs');
  const [only = 'float32', ...others] = types;
  if (others.length === 0 && (numbers.length === 0 || only === 'int32' || only === 'int64')) return only;
  if (types.has('int64')) return 'int64';
  if (types.has('int32')) return 'int32';
  throw call.refuse('HG_UNSUPPORTED_DTYPE', `Cannot compile an operation on ${[...types, ...(numbers.length > 0 ? ['a number'] : [])].join(' and ')}`);
}

/** Whether Python read an int, and the type can hold it. */
const isInt = ({ number, float }: { readonly number: number; readonly float: boolean | undefined }, wide: boolean): boolean =>
  float === false && (wide || Math.abs(number) <= INT32_MAX);

/** The type in which two sides are compared: all small integers and booleans are in int32, and a number beside them stays what it is. */
export function comparedAs(call: Call, operands: readonly Argument[]): DType {
  const wide = operands.map(
    (operand): Argument => (operand.kind === 'value' && SMALL.has(operand.value.dtype) ? { ...operand, value: { ...operand.value, dtype: 'int32' } } : operand),
  );
  return resultType(call, wide);
}

const INT32_MAX = 2 ** 31 - 1;
const SMALL: ReadonlySet<DType> = new Set(['bool', 'uint8', 'int8', 'int16']);

/** Types whose least upper bounds are among themselves: one more integer type, such as uint32 with int32, would need others. */
const COMMON: ReadonlySet<DType> = new Set(['bool', 'uint8', 'int8', 'int16', 'int32', 'int64', 'float32']);

/** An operand as a value of the type. */
export const typedAs = (g: GraphBuilder, operand: Argument, dtype: DType): Value =>
  operand.kind === 'value' ? g.cast(operand.value, dtype) : g.scalar(operand.number, dtype);

/** A tensor as float32, as functions over the reals have it: integers and booleans are cast. @throws HG_UNSUPPORTED_DTYPE for other floats. */
export function real(g: GraphBuilder, call: Call, x: Value): Value {
  if (x.dtype !== 'float32' && x.dtype !== 'bool' && !isInteger(x.dtype))
    throw call.refuse('HG_UNSUPPORTED_DTYPE', `Cannot compute with the type "${x.dtype}" yet`);
  return g.cast(x, 'float32');
}
