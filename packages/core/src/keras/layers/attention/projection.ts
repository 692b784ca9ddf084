import type { GraphBuilder } from '../../../graph/builder.ts';
import type { Value } from '../../../graph/values.ts';
import type { Call, WeightShapes } from '../../define-layer.ts';
import { known } from '../../dims.ts';
import { reshapeWeight } from '../../weight.ts';

/** Shapes of the kernel and the bias below `folder` that make heads of the features of x: [features, heads, width]. */
export const headShapes = (folder: string, x: Value, heads: number, width: number, bias: boolean): WeightShapes => ({
  [`${folder}/kernel`]: [known(x, -1), heads, width],
  [`${folder}/bias`]: bias ? [heads, width] : undefined,
});

/** x . kernel + bias, the features of each head on an axis of their own: [batch, …, heads, width]. */
export function split(g: GraphBuilder, x: Value, folder: string, bias: boolean, call: Call): Value {
  const [features = 1, heads = 1, width = 1] = call.weight(`${folder}/kernel`).dims;
  return dense(g, x, { folder, kernel: [features, heads * width], out: [heads, width], bias }, call);
}

/** The heads together, projected to the features of the answer: the kernel is [heads, width, …features]. */
export function join(g: GraphBuilder, heads: Value, folder: string, bias: boolean, call: Call): Value {
  const [count = 1, width = 1, ...out] = call.weight(`${folder}/kernel`).dims;
  const flat = g.reshape(heads, [...heads.dims.slice(0, -2), count * width]);
  return dense(g, flat, { folder, kernel: [count * width, product(out)], out, bias }, call);
}

interface Projection {
  readonly folder: string;
  /** The kernel as a matrix, and the axes that its columns make. */
  readonly kernel: readonly [rows: number, columns: number];
  readonly out: readonly number[];
  readonly bias: boolean;
}

function dense(g: GraphBuilder, x: Value, { folder, kernel, out, bias }: Projection, call: Call): Value {
  const flat = g.node('MatMul', [x, g.constant(reshapeWeight(call.weight(`${folder}/kernel`), kernel))]);
  const sum = bias ? g.node('Add', [flat, g.constant(reshapeWeight(call.weight(`${folder}/bias`), [kernel[1]]))]) : flat;
  return g.reshape(sum, [...x.dims.slice(0, -1), ...out]);
}

const product = (dims: readonly number[]): number => dims.reduce((all, dim) => all * dim, 1);
