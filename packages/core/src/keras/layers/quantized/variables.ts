import type { Call, WeightShapes } from '../../define-layer.ts';
import type { Weight } from '../../weight.ts';
import { weightAs } from '../../weight-types.ts';
import { groupsOf, packedDims } from './packed.ts';
import type { ReadQuantization } from './read-quantization.ts';

/** A kernel of whole numbers, seen as a matrix, and the shape that it has when it is int8. */
export interface KernelShape {
  readonly rows: number;
  readonly columns: number;
  readonly int8: readonly number[];
  /** Of the scale of an int8 kernel. */
  readonly scale: readonly number[];
}

/** Variables of a Dense or EinsumDense in the order of `variable_serialization_spec`: kernel, bias, kernel_scale, kernel_zero, g_idx. */
export function kernelShapes(
  { rows, columns, int8, scale }: KernelShape,
  bias: readonly number[] | undefined,
  { mode, block }: ReadQuantization,
): WeightShapes {
  if (mode === 'int8') return { kernel: int8, bias, kernel_scale: scale };
  const groups = block === undefined ? undefined : groupsOf(rows, block);
  return {
    kernel: packedDims(rows, columns),
    bias,
    kernel_scale: groups === undefined ? [columns] : [groups, columns],
    kernel_zero: groups === undefined ? undefined : [groups, columns],
    g_idx: groups === undefined ? undefined : [rows],
  };
}

/** A variable of whole numbers. @throws HG_UNSUPPORTED_DTYPE for one of another type. */
export function wholeNumbers(call: Call, name: string): Weight {
  const weight = call.stored(name);
  if (weight.dtype !== 'int8') throw call.refuse('HG_UNSUPPORTED_DTYPE', `Cannot compile the variable "${name}" unless it is int8: found ${weight.dtype}`);
  return weight;
}

/** Groups and zero points as they are kept, which no autocast rounds as whole numbers are exact. */
export function plainFloats(call: Call, name: string): Weight {
  const weight = weightAs(call.stored(name), ['float32']);
  if (weight === undefined) throw call.refuse('HG_UNSUPPORTED_DTYPE', `Cannot compile the variable "${name}" unless it is a float`);
  return weight;
}
