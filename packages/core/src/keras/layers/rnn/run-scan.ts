import type { GraphBuilder } from '../../../graph/builder.ts';
import { allKnown, type Dims } from '../../../graph/dims.ts';
import { type Step, scan } from '../../../graph/scan.ts';
import type { Value } from '../../../graph/values.ts';
import { dimOf } from '../../dims.ts';
import { range } from '../channels.ts';
import type { Cell } from './cells/cell.ts';
import type { Loop } from './loop.ts';
import type { Answer, Given } from './run-loop.ts';
import { flip } from './run-operator.ts';

/**
 * Runs any cell by a Scan, step after step.
 *
 * Without a mask the last answer is the last state. With one, the answer before is carried beside the states: before the first step that counts it is zeros,
 * which an initial state is not.
 *
 * @param given - a mask in it is boolean.
 */
export function runScan(g: GraphBuilder, loop: Loop, cell: Cell, { x, mask, initial, flipped }: Given): Answer {
  const inside = (value: Value): Value => cell.inside?.(g, value) ?? value;
  const outside = (value: Value): Value => cell.outside?.(g, value) ?? value;
  const states = cell.states.map((dims, index) => inside(initial[index] ?? zeros(g, x, dims)));
  const carried = mask !== undefined && !zeroed(loop) ? [inside(zeros(g, x, cell.states[cell.output] ?? []))] : [];
  const masks = mask === undefined ? [] : [timeFirst(g, inside(widened(g, mask, x)))];
  const made = scan(g, [...states, ...carried], [cell.project(g, timeFirst(g, x)), ...masks], stepOf(g, loop, cell), { backwards: loop.backwards });
  const after = made.states.slice(0, states.length);
  const [sequence] = made.sequences;
  if (sequence === undefined) return { output: outside(lastOf(g, loop, cell, made, mask)), states: after.map(outside) };
  const steps = lateZeros(g, loop, timeFirst(g, outside(sequence)), mask, x);
  return { output: flipped ? flip(g, steps) : steps, states: after.map(outside) };
}

/** One step: the states, and the answer before where it is carried; the part of the input, and that of the mask where there is one. */
const stepOf =
  (g: GraphBuilder, loop: Loop, cell: Cell) =>
  (held: readonly Value[], [input, counts]: readonly Value[]): Step => {
    const next = cell.step(g, input as Value, held.slice(0, cell.states.length));
    const answer = next[cell.output] as Value;
    if (counts === undefined) return { states: next, sequences: loop.sequences ? [answer] : [] };
    const kept = next.map((state, index) => g.node('Where', [counts, state, held[index] as Value]));
    const before = held[cell.states.length];
    if (before === undefined && !loop.sequences) return { states: kept, sequences: [] };
    const shown = g.node('Where', [counts, answer, before ?? g.scalar(0, answer.dtype)]);
    return { states: before === undefined ? kept : [...kept, shown], sequences: loop.sequences ? [shown] : [] };
  };

/** Whether masked steps answer zeros at once. A loop that is written out carries the answers first, and makes zeros of them afterwards. */
const zeroed = ({ zeroMasked, unroll, backwards, sequences }: Loop): boolean => zeroMasked && !(unroll && backwards && sequences);

/** The last answer inside of the loop: what was carried, else the state, and zeros where the last step is masked and that means zeros. */
function lastOf(g: GraphBuilder, loop: Loop, cell: Cell, made: Step, mask: Value | undefined): Value {
  const state = made.states[cell.output] as Value;
  if (mask === undefined) return state;
  const carried = made.states[cell.states.length];
  if (carried !== undefined) return carried;
  const last = g.node('Gather', [mask, g.scalar(loop.backwards ? 0 : -1, 'int64')], { axis: 1 });
  const counts = widenedTo(g, last, state.dims.length);
  return g.node('Where', [cell.inside?.(g, counts) ?? counts, state, g.scalar(0, state.dtype)]);
}

/** Zeros for the masked steps of a loop that is written out. Keras masks them in the order of time, also where the answers are in that of the loop. */
function lateZeros(g: GraphBuilder, loop: Loop, steps: Value, mask: Value | undefined, x: Value): Value {
  if (mask === undefined || !loop.zeroMasked || zeroed(loop)) return steps;
  return g.node('Where', [widened(g, mask, x), steps, g.scalar(0, steps.dtype)]);
}

/** A mask with all axes of the input: Keras aligns it with the first of them. */
const widened = (g: GraphBuilder, mask: Value, x: Value): Value => widenedTo(g, mask, x.dims.length);

function widenedTo(g: GraphBuilder, mask: Value, rank: number): Value {
  const from = mask.dims.length;
  return from === rank ? mask : g.node('Unsqueeze', [mask, g.ints(range(rank - from).map((axis) => from + axis))]);
}

/** [batch, time, …] to [time, batch, …], and back. */
const timeFirst = (g: GraphBuilder, x: Value): Value => g.transpose(x, [1, 0, ...range(x.dims.length - 2).map((axis) => axis + 2)]);

/** Zeros of the batch of a value. */
function zeros(g: GraphBuilder, x: Value, dims: Dims): Value {
  const batch = dimOf(x, 0);
  const shape = g.node('Concat', [g.size(x, batch), g.ints(allKnown(dims) ? dims : [])], { axis: 0 });
  return g.node('Expand', [g.scalar(0, x.dtype), shape], {}, [batch, ...dims]);
}
