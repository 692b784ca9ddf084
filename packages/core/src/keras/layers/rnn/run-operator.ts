import type { GraphBuilder } from '../../../graph/builder.ts';
import type { Value } from '../../../graph/values.ts';
import { dimOf } from '../../dims.ts';
import type { Operator } from './cells/cell.ts';
import type { Loop } from './loop.ts';
import type { Answer, Given } from './run-loop.ts';

/**
 * Runs RNN, LSTM or GRU of ONNX.
 *
 * ONNX knows lengths only, so masks of any form are run without their masked steps: those that count are gathered to the front, and each step
 * then looks up the answer of the last one that counted. With `go_backwards` ONNX goes from the last step that counts to the first and leaves
 * each answer at its step, whereas Keras hands out the sequence in the order of its loop.
 *
 * @param given - a mask in it is boolean, [batch, time].
 */
export function runOperator(g: GraphBuilder, loop: Loop, operator: Operator, given: Given): Answer {
  const packed = given.mask === undefined ? undefined : pack(g, given.x, given.mask);
  const inputs = [
    g.transpose(packed?.x ?? given.x, [1, 0, 2]),
    ...operator.operands(g),
    packed?.lengths ?? null,
    ...given.initial.map((state) => g.node('Unsqueeze', [state, g.ints([0])])),
  ];
  const attributes = { ...operator.attributes, direction: loop.backwards ? 'reverse' : 'forward' };
  const [all, ...last] = g.nodes(operator.onnx, inputs, attributes, operator.onnx === 'LSTM' ? 3 : 2) as [Value, ...Value[]];
  const states = last.map((state, index) => held(g, packed, g.node('Squeeze', [state, g.ints([0])]), given.initial[index]));
  if (!loop.sequences) return { output: lastOutput(g, loop, packed, states[0] ?? all), states };
  const steps = g.transpose(g.node('Squeeze', [all, g.ints([1])]), [1, 0, 2]);
  const spread = packed === undefined ? steps : unpack(g, loop, packed, steps);
  return { output: loop.backwards === given.flipped ? spread : flip(g, spread), states };
}

interface Packed {
  readonly x: Value;
  readonly mask: Value;
  /** [batch], int32: how many steps count. */
  readonly lengths: Value;
  /** [batch, 1]: whether any does. */
  readonly some: Value;
}

/** Gathers the steps that count to the front, in their order. */
function pack(g: GraphBuilder, x: Value, mask: Value): Packed {
  // Equal keys keep their order in TopK, so the steps that count come first, and in time.
  const keys = g.cast(mask, 'float32');
  const [, order] = g.nodes('TopK', [keys, g.size(mask, dimOf(mask, 1))], { axis: 1, largest: 1, sorted: 1 }, 2, mask.dims) as [Value, Value];
  const lengths = g.node('ReduceSum', [g.cast(mask, 'int32'), g.ints([1])], { keepdims: 0 });
  const some = g.node('Unsqueeze', [g.node('Greater', [lengths, g.scalar(0, 'int32')]), g.ints([1])]);
  return { x: pick(g, x, order), mask, lengths, some };
}

/** Steps of [batch, time, width] by [batch, time] indices. */
const pick = (g: GraphBuilder, x: Value, order: Value): Value => g.node('GatherND', [x, g.node('Unsqueeze', [order, g.ints([2])])], { batch_dims: 1 });

/** Each step's answer, from the step of the packed sequence that Keras would repeat there. */
function unpack(g: GraphBuilder, { backwards, zeroMasked }: Loop, { mask, lengths }: Packed, steps: Value): Value {
  const counts = g.node('CumSum', [g.cast(mask, 'int64'), g.scalar(1, 'int64')], { exclusive: backwards ? 1 : 0 });
  const index = backwards ? counts : g.node('Sub', [counts, g.scalar(1, 'int64')]);
  const total = g.node('Unsqueeze', [g.cast(lengths, 'int64'), g.ints([1])]);
  const has = backwards ? g.node('Less', [index, total]) : g.node('GreaterOrEqual', [index, g.scalar(0, 'int64')]);
  const found = pick(g, steps, g.node('Max', [index, g.scalar(0, 'int64')]));
  return g.node('Where', [g.node('Unsqueeze', [zeroMasked ? mask : has, g.ints([2])]), found, g.scalar(0)]);
}

/** A state where some step counted; the initial one elsewhere. */
const held = (g: GraphBuilder, packed: Packed | undefined, state: Value, initial: Value | undefined): Value =>
  packed === undefined ? state : g.node('Where', [packed.some, state, initial ?? g.scalar(0)]);

/** The last output is the state h, but zeros where no step counted (even with an initial state), or where the last one is masked and that means zeros. */
function lastOutput(g: GraphBuilder, { backwards, zeroMasked }: Loop, packed: Packed | undefined, h: Value): Value {
  if (packed === undefined) return h;
  const at = backwards ? g.ints([0]) : g.ints([-1]);
  const counts = zeroMasked ? g.node('Gather', [packed.mask, at], { axis: 1 }) : packed.some;
  return g.node('Where', [counts, h, g.scalar(0)]);
}

/** Reverses time. */
export function flip(g: GraphBuilder, x: Value): Value {
  return g.node('Slice', [x, g.ints([-1]), g.ints([Number.MIN_SAFE_INTEGER]), g.ints([1]), g.ints([-1])], {}, x.dims);
}
