import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';

/** By Horner's rule, highest power first. */
export const polynomial = (g: GraphBuilder, x: Value, [first = 0, ...others]: readonly number[]): Value =>
  others.reduce((sum, factor) => g.node('Add', [g.node('Mul', [sum, x]), g.scalar(factor)]), g.scalar(first));
