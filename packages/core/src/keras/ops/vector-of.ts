import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import type { Call } from '../define-layer.ts';
import { tensorOf } from './operands.ts';

/** A tensor, a number, or a list of numbers, which is a vector: of floats, or of int32 where all are whole. */
export function vectorOf(g: GraphBuilder, call: Call, name: string): Value {
  const operand = call.argument(name);
  if (operand?.kind !== 'list') return tensorOf(g, call, name);
  const numbers = operand.items.map((item) => {
    if (item.kind === 'json' && typeof item.value === 'number') return item;
    throw call.refuse('HG_UNSUPPORTED_FIELD', `Cannot compile the argument "${name}" unless it is a tensor or numbers`);
  });
  const values = numbers.map(({ value }) => value as number);
  if (values.length === 0) throw call.refuse('HG_UNSUPPORTED_FIELD', `Cannot compile the argument "${name}" without a number`);
  return numbers.every(({ float }) => float === false) ? g.cast(g.ints(values), 'int32') : g.floats(values, [values.length]);
}
