import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import type { Call } from '../define-layer.ts';
import { guardNone, orderOf, part } from './linear-systems.ts';

/** Solves `a @ answer = b` row by row, reading one triangle of `a` alone. */
export function solvedTriangle(g: GraphBuilder, a: Value, b: Value, lower: boolean, call: Call): Value {
  const order = orderOf(a, call);
  const places = Array.from({ length: order }, (_, at) => (lower ? at : order - 1 - at));
  let known: Value | undefined;
  let zeros: Value | undefined;
  for (const at of places) {
    const row = part(g, a, -2, at, at + 1);
    const number = part(g, row, -1, at, at + 1);
    const zero = g.cast(g.node('Equal', [number, g.scalar(0)]), 'int32');
    zeros = zeros === undefined ? zero : g.node('Add', [zeros, zero]);
    const others = lower ? part(g, row, -1, 0, Math.max(at, 1)) : part(g, row, -1, Math.min(at + 1, order - 1), order);
    const side = part(g, b, -2, at, at + 1);
    const rest = known === undefined ? side : g.node('Sub', [side, g.node('MatMul', [others, known])]);
    const found = g.node('Div', [rest, number]);
    known = known === undefined ? found : g.node('Concat', lower ? [known, found] : [found, known], { axis: a.dims.length - 2 });
  }
  guardNone(g, zeros as Value, `Cannot solve a system of equations in "${call.name}" with a 0 on the diagonal`);
  return known as Value;
}

/**
 * The lower triangle whose product with its transpose is a symmetric matrix (Cholesky and Banachiewicz, column by column). A matrix that is not positive
 * definite is an error in TensorFlow: here the call is refused.
 */
export function cholesky(g: GraphBuilder, x: Value, call: Call): Value {
  const order = orderOf(x, call);
  const rank = x.dims.length;
  const columns: Value[] = [];
  let bad: Value | undefined;
  let rest = x;
  for (let at = 0; at < order; at++) {
    // [..., order - at, order - at]: what is left below and to the right.
    const number = part(g, part(g, rest, -2, 0, 1), -1, 0, 1);
    const wrong = g.cast(g.node('Not', [g.node('Greater', [number, g.scalar(0)])]), 'int32');
    bad = bad === undefined ? wrong : g.node('Add', [bad, wrong]);
    const column = g.node('Div', [part(g, rest, -1, 0, 1), g.node('Sqrt', [number])]);
    const pads = Array.from({ length: 2 * rank }, () => 0).with(rank - 2, at);
    columns.push(at === 0 ? column : g.node('Pad', [column, g.ints(pads)]));
    if (at === order - 1) break;
    const below = part(g, column, -2, 1, order - at);
    const corner = part(g, part(g, rest, -2, 1, order - at), -1, 1, order - at);
    rest = g.node('Sub', [corner, g.node('MatMul', [below, swapped(g, below)])]);
  }
  guardNone(g, bad as Value, `Cannot take a root of a matrix in "${call.name}" unless it is positive definite`);
  return columns.length === 1 ? (columns[0] as Value) : g.node('Concat', columns, { axis: rank - 1 });
}

/** The last two axes exchanged. */
export const swapped = (g: GraphBuilder, x: Value): Value => g.transpose(x, [...x.dims.keys()].slice(0, -2).concat(x.dims.length - 1, x.dims.length - 2));
