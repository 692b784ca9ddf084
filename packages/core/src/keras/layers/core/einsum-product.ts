import type { GraphBuilder } from '../../../graph/builder.ts';
import type { Dim } from '../../../graph/dims.ts';
import type { Value } from '../../../graph/values.ts';
import { permuteWeight, reshapeWeight, type Weight } from '../../weight.ts';
import type { Equation } from './einsum-equation.ts';

/** One product of matrices: floats by `MatMul`, whole numbers in another way. `weight` is [..., inner, columns]. */
export type Multiply = (x: Value, weight: Weight) => Value;

/**
 * The product of an input and a kernel by an equation, as one `MatMul` between two `Transpose`.
 *
 * Axes that both have and the answer keeps are batches of the product; what the input alone has are its rows, of which the last is the row axis and the others
 * are broadcast over the batches; so no two axes of unknown size are ever joined. Axes that only the input has, and no answer, are summed first.
 *
 * @returns axes in the order of the equation's output.
 */
export function einsumProduct(g: GraphBuilder, equation: Equation, x: Value, weight: Weight, multiply: Multiply): Value {
  const { input, kernel, output } = equation;
  if (new Set(input).size < input.length || new Set(kernel).size < kernel.length) return byOperator(g, equation, x, weight);
  const summed = input.flatMap((label, axis) => (output.includes(label) || kernel.includes(label) ? [] : [axis]));
  const kept = input.filter((_, axis) => !summed.includes(axis));
  const bare = summed.length === 0 ? x : g.node('ReduceSum', [x, g.ints(summed)], { keepdims: 0 });
  const rows = kept.filter((label) => !kernel.includes(label));
  const batches = kept.filter((label) => kernel.includes(label) && output.includes(label));
  const inner = kept.filter((label) => kernel.includes(label) && !output.includes(label));
  const columns = kernel.filter((label) => !kept.includes(label));
  const order = [...rows.slice(0, -1), ...batches, ...rows.slice(-1), ...inner];
  const moved = g.transpose(
    bare,
    order.map((label) => kept.indexOf(label)),
  );
  const outer = moved.dims.slice(0, moved.dims.length - inner.length);
  const sizes = new Map(kernel.map((label, axis) => [label, weight.dims[axis] ?? 1] as const));
  const size = (labels: readonly string[]): number => labels.reduce((product, label) => product * (sizes.get(label) ?? 1), 1);
  const alone = rows.length === 0 ? [1] : [];
  const matrix = g.reshape(moved, [...outer, ...alone, size(inner)]);
  const permuted = permuteWeight(
    weight,
    [...batches, ...inner, ...columns].map((label) => kernel.indexOf(label)),
  );
  const product = multiply(matrix, reshapeWeight(permuted, [...batches.map((label) => size([label])), size(inner), size(columns)]));
  const full = g.reshape(product, [...outer, ...columns.map((label): Dim => sizes.get(label) ?? 1)]);
  const labels = [...order.slice(0, order.length - inner.length), ...columns];
  return g.transpose(
    full,
    output.map((label) => labels.indexOf(label)),
  );
}

/** An axis twice in one operand is its diagonal: ONNX's own operator has that. */
function byOperator(g: GraphBuilder, { input, kernel, output }: Equation, x: Value, weight: Weight): Value {
  const letters = [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'].filter((letter) => ![...input, ...kernel, ...output].includes(letter));
  const spelled = (labels: readonly string[]): string => labels.map((label) => (/\d/.test(label) ? (letters[Number(label)] ?? '') : label)).join('');
  return g.node('Einsum', [x, g.constant(weight)], { equation: `${spelled(input)},${spelled(kernel)}->${spelled(output)}` });
}
