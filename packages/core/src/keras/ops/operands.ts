import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import { BYTES, type DType, isFloat, isInteger } from '../../tensor/dtype.ts';
import { bytesOf, type Tensor } from '../../tensor/tensor.ts';
import type { Call } from '../define-layer.ts';
import type { Operand } from '../operand.ts';
import { type Promotable, resultOf } from '../promotion.ts';

/**
 * An argument of an operation: a tensor, or a Python number, with `float` as in an operand. The number takes the type of what it meets, unless
 * it is `strong`: a tensor of its own type, int32 or float32, as `convert_to_tensor` makes it.
 */
export type Argument =
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'number'; readonly number: number; readonly float: boolean | undefined; readonly strong?: true };

/**
 * An argument by name: a tensor, a constant, or a number; a Python bool is a constant. A bare list of numbers Keras refuses as well.
 *
 * @throws HG_ARTIFACT_GRAPH when it was not passed; HG_UNSUPPORTED_FIELD for anything else.
 */
export function argumentOf(g: GraphBuilder, call: Call, name: string): Argument {
  const operand = call.argument(name);
  if (operand === undefined) throw call.refuse('HG_ARTIFACT_GRAPH', `Cannot call the operation without "${name}"`);
  return argumentFrom(g, call, operand, name);
}

export function argumentFrom(g: GraphBuilder, call: Call, operand: Operand, name: string): Argument {
  if (operand.kind === 'value') return operand;
  if (operand.kind === 'constant') return { kind: 'value', value: constantOf(g, operand.tensor) };
  if (operand.kind === 'json' && typeof operand.value === 'number') return { kind: 'number', number: operand.value, float: operand.float };
  if (operand.kind === 'json' && typeof operand.value === 'boolean') return { kind: 'value', value: g.scalar(operand.value ? 1 : 0, 'bool') };
  throw call.refuse('HG_UNSUPPORTED_FIELD', `Cannot compile the argument "${name}" unless it is a tensor or a number`);
}

/** A tensor argument; a number is one of its own type. */
export const tensorOf = (g: GraphBuilder, call: Call, name = 'x'): Value => argumentValue(g, call, argumentOf(g, call, name));

export function argumentValue(g: GraphBuilder, call: Call, argument: Argument): Value {
  return argument.kind === 'value' ? argument.value : typedAs(g, argument, resultType(call, [asTensor(argument)]));
}

/** An argument as a tensor of its own type, with no regard to what it meets. */
export const asTensor = (argument: Argument): Argument => (argument.kind === 'value' ? argument : { ...argument, strong: true });

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

export const constantOf = (g: GraphBuilder, tensor: Tensor): Value => g.constant({ dtype: tensor.dtype, dims: tensor.shape, read: () => bytesOf(tensor) });

/**
 * The type in which operands meet (`promotion.ts`); `more` are types that Keras lets take part.
 *
 * @throws HG_UNSUPPORTED_DTYPE where there is none, and where it hangs on whether a number is an int, which the file does not tell.
 */
export function resultType(call: Call, operands: readonly Argument[], more: readonly Promotable[] = []): DType {
  const read = (unknown: 'int' | 'float'): DType | undefined => resultOf([...operands.map((operand) => promotable(operand, unknown)), ...more]);
  const [dtype, other] = [read('int'), read('float')];
  if (dtype === undefined || dtype !== other)
    throw call.refuse('HG_UNSUPPORTED_DTYPE', `Cannot compile an operation on ${operands.map((operand) => promotable(operand, 'int')).join(' and ')}`);
  return dtype;
}

function promotable(operand: Argument, unknown: 'int' | 'float'): Promotable {
  if (operand.kind === 'value') return operand.value.dtype;
  const kind = operand.float === undefined ? unknown : operand.float ? 'float' : 'int';
  if (operand.strong !== true) return kind;
  return kind === 'float' ? 'float32' : wraps(operand.number, 'int32') === operand.number ? 'int32' : 'int64';
}

/** An operand as a value of the type; a whole number that the type cannot hold wraps around, as in TensorFlow's cast. */
export function typedAs(g: GraphBuilder, operand: Argument, dtype: DType): Value {
  if (operand.kind === 'value') return g.cast(operand.value, dtype);
  if (dtype === 'float16' || dtype === 'bfloat16') return g.cast(g.scalar(operand.number), dtype);
  return g.scalar(isInteger(dtype) ? wraps(operand.number, dtype) : operand.number, dtype);
}

/** A whole number modulo 2 to the bits of its type. */
function wraps(number: number, dtype: DType): number {
  const bits = 8 * BYTES[dtype];
  if (bits > 32) return number;
  const rest = ((number % 2 ** bits) + 2 ** bits) % 2 ** bits;
  return dtype.startsWith('int') && rest >= 2 ** (bits - 1) ? rest - 2 ** bits : rest;
}

/** A tensor as functions over the reals have it: floats stay, integers and booleans become float32. @throws HG_UNSUPPORTED_DTYPE for texts. */
export function real(g: GraphBuilder, call: Call, x: Value): Value {
  if (x.dtype === 'string') throw call.refuse('HG_UNSUPPORTED_DTYPE', 'Cannot compute with texts');
  return isFloat(x.dtype) ? x : g.cast(x, 'float32');
}

/** As `real`, where Keras takes int64 to float64 (`deg2rad`, `hypot`, …). */
export const doubled = (g: GraphBuilder, call: Call, x: Value): Value => (x.dtype === 'int64' ? g.cast(x, 'float64') : real(g, call, x));
