import type { GraphBuilder } from '../graph/builder.ts';
import { type Value, withMask } from '../graph/values.ts';
import { type DType, isFloat } from '../tensor/dtype.ts';
import { fromHalves, isHalf } from '../tensor/half.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { type Operand, valuesIn } from './operand.ts';

/**
 * The one rule for types: a layer of 16-bit floats is computed in float32, and rounded at its edges.
 *
 * Its inputs and weights are rounded to the type of its policy, as Keras' autocast does it (keras/src/layers/layer.py), and are handed to the lowering as
 * float32, which holds them exactly; what comes out is rounded again. Between two layers a tensor has the type that it has in Keras.
 * Within a layer Keras rounds more often, after each of its operations: its answer differs from ours by the error that these make.
 */
export const reckonedIn = (dtype: DType): DType => (isHalf(dtype) ? 'float32' : dtype);

/** A tensor as a layer takes it: floats rounded to `compute`, in the type that the layer is computed in. Whole numbers and booleans stay. */
export function enter(g: GraphBuilder, value: Value, compute: DType): Value {
  return isFloat(value.dtype) ? withMask(g.cast(g.cast(value, compute), reckonedIn(compute)), value.mask) : value;
}

/** A tensor as a layer takes it that keeps its inputs as they are (`autocast = False`): not rounded, but of the type that the layer is computed in. */
export function widen(g: GraphBuilder, value: Value, compute: DType): Value {
  return isFloat(value.dtype) ? withMask(g.cast(value, reckonedIn(compute)), value.mask) : value;
}

/** A tensor as a layer answers it: what was computed in float32 for another type gets this type. */
export function leave(g: GraphBuilder, value: Value, compute: DType): Value {
  if (value.dtype !== 'float32' || compute === 'float32' || !isFloat(compute)) return value;
  return withMask(g.cast(value, compute), value.mask);
}

/** An operand with all of its tensors changed. */
export function mapOperand(operand: Operand, change: (value: Value) => Value): Operand {
  switch (operand.kind) {
    case 'value':
      return { kind: 'value', value: change(operand.value) };
    case 'list':
      return { kind: 'list', items: operand.items.map((item) => mapOperand(item, change)) };
    case 'map':
      return { kind: 'map', entries: Object.fromEntries(Object.entries(operand.entries).map(([key, item]) => [key, mapOperand(item, change)])) };
    case 'slice':
      return { kind: 'slice', start: mapOperand(operand.start, change), stop: mapOperand(operand.stop, change), step: mapOperand(operand.step, change) };
    default:
      return operand;
  }
}

/** An operand of an operation with its 16-bit floats as float32, constants too. */
export function widened(g: GraphBuilder, operand: Operand): Operand {
  const wide = mapOperand(operand, (value) => (isHalf(value.dtype) ? g.cast(value, 'float32') : value));
  return mapConstants(wide, (tensor) =>
    isHalf(tensor.dtype) ? { dtype: 'float32', shape: tensor.shape, data: fromHalves(tensor.data as Uint16Array, tensor.dtype) } : tensor,
  );
}

function mapConstants(operand: Operand, change: (tensor: Tensor) => Tensor): Operand {
  if (operand.kind === 'constant') return { kind: 'constant', tensor: change(operand.tensor) };
  return operand.kind === 'list' ? { kind: 'list', items: operand.items.map((item) => mapConstants(item, change)) } : operand;
}

/** Types of all tensors in an operand, constants too; Python numbers have none of their own. */
export function typesIn(operand: Operand): readonly DType[] {
  if (operand.kind === 'constant') return [operand.tensor.dtype];
  if (operand.kind === 'list') return operand.items.flatMap(typesIn);
  return valuesIn(operand).map(({ dtype }) => dtype);
}
