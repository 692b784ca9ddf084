import type { GraphBuilder } from '../../../graph/builder.ts';
import { isKnown, sameDim } from '../../../graph/dims.ts';
import type { Value } from '../../../graph/values.ts';
import { HorngateError } from '../../../words/error.ts';
import type { Call } from '../../define-layer.ts';
import { dimOf } from '../../dims.ts';
import { attributes, operands, type Recurrent } from './recurrent.ts';

/** What one call of a recurrent layer is given besides its weights. */
export interface Given {
  /** [batch, time, features] */
  readonly x: Value;
  /** [batch, time], true where a step counts. */
  readonly mask: Value | undefined;
  /** h, and c for LSTM, each [batch, units]; none for zeros. */
  readonly initial: readonly Value[];
  /** Of the layer's variables below those of a wrapper, such as `forward_layer/`. */
  readonly path: string;
  /** Whether the sequence is wanted in the opposite of Keras' order: what Bidirectional does with its second half. */
  readonly flipped: boolean;
}

/** The sequence [batch, time, units] or the last output [batch, units], then the states. */
export interface Answer {
  readonly output: Value;
  readonly states: readonly Value[];
}

/**
 * Runs a recurrent layer over its input as Keras' loop does (keras/src/backend/tensorflow/rnn.py, `rnn`).
 *
 * A masked step keeps the states, and repeats the output of the step before (zeros before the first, or always with `zero_output_for_mask`).
 * ONNX knows lengths only, so masks of any form are run without their masked steps: those that count are gathered to the front, and each step
 * then looks up the answer of the last one that counted. With `go_backwards` ONNX goes from the last step that counts to the first and leaves
 * each answer at its step, whereas Keras hands out the sequence in the order of its loop.
 */
export function runRecurrent(g: GraphBuilder, layer: Recurrent, call: Call, given: Given): Answer {
  const packed = given.mask === undefined ? undefined : pack(g, given.x, given.mask);
  const inputs = [
    g.transpose(packed?.x ?? given.x, [1, 0, 2]),
    ...operands(g, layer, call, given.path),
    packed?.lengths ?? null,
    ...given.initial.map((state) => g.node('Unsqueeze', [state, g.ints([0])])),
  ];
  const [all, ...last] = g.nodes(layer.cell.onnx, inputs, attributes(layer), 1 + layer.cell.states) as [Value, ...Value[]];
  const states = last.map((state, index) => held(g, packed, g.node('Squeeze', [state, g.ints([0])]), given.initial[index]));
  if (!layer.sequences) return { output: lastOutput(g, layer, packed, states[0] ?? all), states };
  const steps = g.transpose(g.node('Squeeze', [all, g.ints([1])]), [1, 0, 2]);
  const spread = packed === undefined ? steps : unpack(g, layer, packed, steps);
  return { output: layer.backwards === given.flipped ? spread : flip(g, spread), states };
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
function pack(g: GraphBuilder, x: Value, given: Value): Packed {
  const mask = g.cast(fitting(g, x, given), 'bool');
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
function unpack(g: GraphBuilder, { backwards, zeroMasked }: Recurrent, { mask, lengths }: Packed, steps: Value): Value {
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
function lastOutput(g: GraphBuilder, { backwards, zeroMasked }: Recurrent, packed: Packed | undefined, h: Value): Value {
  if (packed === undefined) return h;
  const at = backwards ? g.ints([0]) : g.ints([-1]);
  const counts = zeroMasked ? g.node('Gather', [packed.mask, at], { axis: 1 }) : packed.some;
  return g.node('Where', [counts, h, g.scalar(0)]);
}

/** Reverses time. */
function flip(g: GraphBuilder, x: Value): Value {
  return g.node('Slice', [x, g.ints([-1]), g.ints([Number.MIN_SAFE_INTEGER]), g.ints([1]), g.ints([-1])], {}, x.dims);
}

/**
 * A mask of the batch and time of the input. Where only a call decides these, it is checked then: a shorter mask would shorten the answer.
 *
 * @throws HG_UNSUPPORTED_MASK for a mask of another rank; HG_ARTIFACT_SHAPE for one of other steps.
 */
function fitting(g: GraphBuilder, x: Value, mask: Value): Value {
  if (mask.dims.length !== 2) throw new HorngateError('HG_UNSUPPORTED_MASK', `Cannot compile a recurrent layer with a mask of rank ${mask.dims.length}`);
  for (const axis of [0, 1]) {
    const [wanted, found] = [dimOf(x, axis), dimOf(mask, axis)];
    if (sameDim(wanted, found)) continue;
    if (isKnown(wanted) && isKnown(found))
      throw new HorngateError('HG_ARTIFACT_SHAPE', 'Cannot mask the steps as their number is another than that of the mask');
    const value = g.node('Squeeze', [g.node('Equal', [g.size(x, wanted), g.size(mask, found)]), g.ints([0])]);
    g.guard({ value, code: 'HG_INPUT_SHAPE', message: 'Cannot mask the steps as their number is another than that of the mask' });
  }
  return mask;
}
