import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';

/** A filter of distances, which are 0 or more, and how far it reaches at most. */
export type Kernel = (g: GraphBuilder, distance: Value) => Value;

/** max(0, 1 - d): linear interpolation. */
export const triangle: Kernel = (g, d) => g.node('Relu', [g.node('Sub', [g.scalar(1), d])]);

/** Keys' cubic with a = -0.5 (tensorflow/core/kernels/image/sampling_kernels.h, `KeysCubicKernelFunc`). */
export const keys: Kernel = (g, d) => {
  const near = polynomial(g, d, [1.5, -2.5, 0, 1]);
  const far = polynomial(g, d, [-0.5, 2.5, -4, 2]);
  const outside = g.node('GreaterOrEqual', [d, g.scalar(2)]);
  return g.node('Where', [outside, g.scalar(0), g.node('Where', [g.node('GreaterOrEqual', [d, g.scalar(1)]), far, near])]);
};

/** radius * sin(pi * d) * sin(pi * d / radius) / (pi * d)^2, 1 where d is close to 0, and 0 beyond the radius. */
export const lanczos =
  (radius: number): Kernel =>
  (g, d) => {
    const sine = (by: number): Value => g.node('Sin', [g.node('Mul', [d, g.scalar(by)])]);
    const above = g.node('Mul', [g.node('Mul', [sine(Math.PI), sine(Math.PI / radius)]), g.scalar(radius)]);
    const below = g.node('Mul', [g.node('Mul', [d, d]), g.scalar(Math.PI ** 2)]);
    const inside = g.node('Where', [g.node('Greater', [d, g.scalar(1e-3)]), g.node('Div', [above, below]), g.scalar(1)]);
    return g.node('Where', [g.node('Greater', [d, g.scalar(radius)]), g.scalar(0), inside]);
  };

/** By Horner's rule, highest power first. */
const polynomial = (g: GraphBuilder, x: Value, [first = 0, ...others]: readonly number[]): Value =>
  others.reduce((sum, factor) => g.node('Add', [g.node('Mul', [sum, x]), g.scalar(factor)]), g.scalar(first));
