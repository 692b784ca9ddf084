import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import type { Call } from '../define-layer.ts';
import type { Operand } from '../operand.ts';
import { argumentOf } from './operands.ts';

/** Where a slice begins on each axis: whole numbers of the file, or int64 scalars that a call decides. */
export type Starts = readonly (number | Value)[];

/** `start_indices`: a list of numbers and scalars, or one vector. @throws HG_ARTIFACT_SHAPE unless there is one for each axis. */
export function startsOf(g: GraphBuilder, call: Call, rank: number): Starts {
  const operand = call.argument('start_indices');
  const starts = operand?.kind === 'list' ? operand.items.map((item) => startOf(g, item, call)) : vectorOf(g, call, operand);
  if (starts.length !== rank) throw call.refuse('HG_ARTIFACT_SHAPE', `Cannot slice a tensor of rank ${rank} from ${starts.length} starts`);
  return starts;
}

function startOf(g: GraphBuilder, item: Operand, call: Call): number | Value {
  if (item.kind === 'json' && typeof item.value === 'number' && Number.isSafeInteger(item.value)) return item.value;
  if (item.kind === 'value' && item.value.dims.length === 0) return g.cast(item.value, 'int64');
  throw call.refuse('HG_UNSUPPORTED_FIELD', 'Cannot compile the start of a slice unless it is a whole number or a scalar');
}

function vectorOf(g: GraphBuilder, call: Call, operand: Operand | undefined): Starts {
  if (operand?.kind === 'constant' && operand.tensor.shape.length === 1 && operand.tensor.dtype !== 'string') return Array.from(operand.tensor.data, Number);
  const argument = argumentOf(g, call, 'start_indices');
  const [length] = argument.kind === 'value' ? argument.value.dims : [];
  if (argument.kind !== 'value' || argument.value.dims.length !== 1 || typeof length !== 'number' || length > 64)
    throw call.refuse('HG_ARTIFACT_SHAPE', 'Cannot slice unless the starts are a vector of a known size');
  const x = g.cast(argument.value, 'int64');
  return Array.from({ length }, (_, at) => g.node('Gather', [x, g.scalar(at, 'int64')], { axis: 0 }));
}

/** An int64 scalar, be it known. */
export const startValue = (g: GraphBuilder, start: number | Value): Value => (typeof start === 'number' ? g.scalar(start, 'int64') : start);
