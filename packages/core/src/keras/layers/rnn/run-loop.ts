import type { GraphBuilder } from '../../../graph/builder.ts';
import { isKnown, sameDim } from '../../../graph/dims.ts';
import type { Value } from '../../../graph/values.ts';
import { HorngateError } from '../../../words/error.ts';
import { dimOf } from '../../dims.ts';
import type { Cell } from './cells/cell.ts';
import type { Loop } from './loop.ts';
import { runOperator } from './run-operator.ts';
import { runScan } from './run-scan.ts';

/** What one call of a recurrent layer is given. */
export interface Given {
  /** [batch, time, …] */
  readonly x: Value;
  /** [batch, time] or [batch, time, …], true where a step counts. */
  readonly mask: Value | undefined;
  /** As many as the cell has; none for zeros. */
  readonly initial: readonly Value[];
  /** Whether the sequence is wanted in the opposite of Keras' order: what Bidirectional does with its second half. */
  readonly flipped: boolean;
}

/** The sequence [batch, time, …] or the last output [batch, …], then the states. */
export interface Answer {
  readonly output: Value;
  readonly states: readonly Value[];
}

/**
 * Runs a recurrent layer over its input as Keras' loop does (keras/src/backend/tensorflow/rnn.py, `rnn`).
 *
 * A masked step keeps the states, and repeats the output of the step before (zeros before the first, or always with `zero_output_for_mask`).
 * Where ONNX has an operator for the cell, that runs it (in all types but float64, in which ONNX Runtime has none of them), as it is far faster; a Scan runs all else.
 */
export function runLoop(g: GraphBuilder, loop: Loop, cell: Cell, given: Given): Answer {
  const mask = given.mask === undefined ? undefined : g.cast(fitting(g, given.x, given.mask, loop), 'bool');
  const { operator } = cell;
  const plain = mask === undefined || (mask.dims.length === 2 && !(loop.unroll && loop.backwards && loop.zeroMasked && loop.sequences));
  return operator !== undefined && plain && given.x.dtype !== 'float64'
    ? runOperator(g, loop, operator, { ...given, mask })
    : runScan(g, loop, cell, { ...given, mask });
}

/**
 * A mask of the batch and time of the input. Where only a call decides these, it is checked then: a shorter mask would shorten the answer.
 *
 * @throws HG_UNSUPPORTED_MASK for a mask that Keras does not take; HG_ARTIFACT_SHAPE for one of other steps.
 */
function fitting(g: GraphBuilder, x: Value, mask: Value, { unroll }: Loop): Value {
  const rank = mask.dims.length;
  // A loop that is written out repeats a mask along the axes of the state, which fits where the mask has one element there.
  const written = unroll && rank > 2 && mask.dims.slice(2).some((dim) => dim !== 1);
  if (rank < 2 || rank > x.dims.length || written)
    throw new HorngateError('HG_UNSUPPORTED_MASK', `Cannot compile a recurrent layer with a mask of rank ${rank}`);
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
