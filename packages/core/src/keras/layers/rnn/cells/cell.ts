import type { AttributeInput, GraphBuilder } from '../../../../graph/builder.ts';
import type { Dims } from '../../../../graph/dims.ts';
import type { Value } from '../../../../graph/values.ts';
import type { WeightShapes } from '../../../define-layer.ts';
import type { Weight } from '../../../weight.ts';

/** What a recurrent layer does in one step, with its weights at hand. Sizes are those inside of the loop, without the batch. */
export interface Cell {
  /** Axes of each state, as Keras has them: [units], or [...spatial, filters]. */
  readonly states: readonly Dims[];
  /** The state that is the answer as well. */
  readonly output: number;
  /** ONNX's operator for the whole loop, where it has one that computes the same. */
  readonly operator?: Operator | undefined;
  /** All that depends on the input alone, for [time, batch, …] at once: it stays out of the loop. */
  project(g: GraphBuilder, x: Value): Value;
  /** The next states. `input` is a part of what `project` answered. */
  step(g: GraphBuilder, input: Value, states: readonly Value[]): readonly Value[];
  /** A state or an answer, with any axes before its own, in the order of axes that the loop works in, and back. Default: Keras' order. */
  inside?(g: GraphBuilder, value: Value): Value;
  outside?(g: GraphBuilder, value: Value): Value;
}

/** RNN, LSTM or GRU of ONNX, one direction. */
export interface Operator {
  readonly onnx: 'RNN' | 'LSTM' | 'GRU';
  /** Without the direction. */
  readonly attributes: Readonly<Record<string, AttributeInput>>;
  /** W, R and B. */
  operands(g: GraphBuilder): readonly (Value | null)[];
}

/** A cell as its config describes it. `input` are the axes of one step without the batch: [features], or [...spatial, channels]. */
export interface CellConfig {
  /** `kernel`, `recurrent_kernel` and `bias`. */
  shapes(input: Dims): WeightShapes;
  bind(g: GraphBuilder, input: Dims, weight: (name: string) => Weight): Cell;
}

/** One of several equal parts of the last axis: those of the gates. */
export const gates = (g: GraphBuilder, x: Value, count: number): readonly Value[] =>
  g.nodes('Split', [x], { axis: x.dims.length - 1, num_outputs: count }, count);
