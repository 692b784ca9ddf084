import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import { numberAs } from './number-as.ts';

/** |a - b| <= atol + rtol * |b|, reckoned in their type. */
export function close(g: GraphBuilder, a: Value, b: Value, rtol: number, atol: number): Value {
  const room = g.node('Add', [numberAs(g, atol, a.dtype), g.node('Mul', [numberAs(g, rtol, a.dtype), g.node('Abs', [b])])]);
  return g.node('LessOrEqual', [g.node('Abs', [g.node('Sub', [a, b])]), room]);
}

export const bothNan = (g: GraphBuilder, a: Value, b: Value): Value => g.node('And', [g.node('IsNaN', [a]), g.node('IsNaN', [b])]);
