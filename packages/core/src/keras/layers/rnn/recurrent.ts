import type { AttributeInput, GraphBuilder } from '../../../graph/builder.ts';
import type { Value } from '../../../graph/values.ts';
import type { RecurrentActivation } from '../../define-activation.ts';
import type { Call, WeightShapes } from '../../define-layer.ts';
import { known } from '../../dims.ts';
import type { Fields } from '../../fields.ts';
import { mapWeight, type Weight } from '../../weight.ts';

/** What SimpleRNN, LSTM and GRU have in common, as their configs say it (keras/src/layers/rnn/rnn.py). */
export interface Recurrent {
  readonly cell: Cell;
  readonly units: number;
  readonly bias: boolean;
  /** Of the gates and of the state, in the order in which ONNX wants them. */
  readonly activations: readonly RecurrentActivation[];
  readonly sequences: boolean;
  readonly states: boolean;
  readonly backwards: boolean;
  readonly zeroMasked: boolean;
  /** GRU only: whether the reset gate works after the product with the recurrent kernel. */
  readonly resetAfter: boolean;
}

/** One of ONNX's recurrent operators. */
export interface Cell {
  /** Class in Keras, and operator in ONNX. */
  readonly keras: 'SimpleRNN' | 'LSTM' | 'GRU';
  readonly onnx: 'RNN' | 'LSTM' | 'GRU';
  /** Keras' gate at each place of ONNX's order: LSTM has i f c o, ONNX wants i o f c. */
  readonly gates: readonly number[];
  /** State tensors: LSTM carries h and c. */
  readonly states: 1 | 2;
}

export const CELLS = {
  SimpleRNN: { keras: 'SimpleRNN', onnx: 'RNN', gates: [0], states: 1 },
  LSTM: { keras: 'LSTM', onnx: 'LSTM', gates: [0, 3, 1, 2], states: 2 },
  // z r h in both.
  GRU: { keras: 'GRU', onnx: 'GRU', gates: [0, 1, 2], states: 1 },
} as const satisfies Record<string, Cell>;

export const isRecurrent = (className: string): className is keyof typeof CELLS => Object.hasOwn(CELLS, className);

/** @throws HG_UNSUPPORTED_FIELD for an activation that ONNX does not have inside a recurrent operator, and for a stateful layer. */
export function readRecurrent(cell: Cell, f: Fields): Recurrent {
  const state = activationIn(f, 'activation', 'tanh');
  const gate = cell.keras === 'SimpleRNN' ? [] : [activationIn(f, 'recurrent_activation', 'sigmoid')];
  f.only('stateful', false);
  f.only('time_major', false);
  // Dropout is for training; how the loop is written, and what its initial bias was, changes nothing.
  f.ignore('dropout', 'recurrent_dropout', 'unroll', 'implementation', 'unit_forget_bias', 'use_cudnn', 'input_length', 'input_dim');
  return {
    cell,
    units: f.int('units', { min: 1 }),
    bias: f.boolean('use_bias', true),
    activations: cell.keras === 'LSTM' ? [...gate, state, state] : [...gate, state],
    sequences: f.boolean('return_sequences', false),
    states: f.boolean('return_state', false),
    backwards: f.boolean('go_backwards', false),
    zeroMasked: f.boolean('zero_output_for_mask', false),
    resetAfter: cell.keras === 'GRU' && f.boolean('reset_after', true),
  };
}

function activationIn(f: Fields, name: string, absent: string): RecurrentActivation {
  const activation = f.activation(name, absent);
  if (activation.recurrent === undefined) throw f.unsupported(name, `with "${activation.name}" inside a recurrent layer`);
  return activation.recurrent;
}

/** Variables of the cell, below `cell/`; `path` is that of the layer in a wrapper, such as `forward_layer/`. */
export function recurrentWeights({ cell, units, bias, resetAfter }: Recurrent, x: Value, path = ''): WeightShapes {
  const wide = cell.gates.length * units;
  return {
    [`${path}cell/kernel`]: [known(x, 2), wide],
    [`${path}cell/recurrent_kernel`]: [units, wide],
    [`${path}cell/bias`]: bias ? (resetAfter ? [2, wide] : [wide]) : undefined,
  };
}

/** The operands W, R and B of ONNX: one direction, gates in its order, rows for outputs. */
export function operands(g: GraphBuilder, layer: Recurrent, call: Call, path: string): readonly (Value | null)[] {
  const kernels = ['kernel', 'recurrent_kernel'].map((name) => g.constant(gated(call.weight(`${path}cell/${name}`), layer)));
  return [...kernels, layer.bias ? g.constant(biases(call.weight(`${path}cell/bias`), layer)) : null];
}

/** Attributes of the operator; the constants of activations come one after the other, only of those that have them. */
export function attributes({ cell, units, activations, backwards, resetAfter }: Recurrent): Readonly<Record<string, AttributeInput>> {
  const numbers = (name: 'alpha' | 'beta'): readonly number[] => activations.map((activation) => activation[name]).filter((value) => value !== undefined);
  return {
    hidden_size: units,
    direction: backwards ? 'reverse' : 'forward',
    activations: activations.map(({ onnx }) => onnx),
    ...(numbers('alpha').length > 0 ? { activation_alpha: numbers('alpha') } : {}),
    ...(numbers('beta').length > 0 ? { activation_beta: numbers('beta') } : {}),
    ...(cell.keras === 'GRU' ? { linear_before_reset: resetAfter ? 1 : 0 } : {}),
  };
}

/** [inputs, gates * units] in Keras to [1, gates * units, inputs]. */
function gated(weight: Weight, { cell, units }: Recurrent): Weight {
  const [inputs = 0, wide = 0] = weight.dims;
  return remade(weight, 'gates', [1, wide, inputs], (from, to) => {
    let at = 0;
    for (const gate of cell.gates)
      for (let unit = gate * units; unit < (gate + 1) * units; unit++) for (let row = 0; row < inputs; row++) to[at++] = from[row * wide + unit] as number;
  });
}

/** [gates * units], or two such rows for GRU's `reset_after`, to [1, 2 * gates * units]: of the input, then of the recurrence, 0 where Keras has none. */
function biases(weight: Weight, { cell, units }: Recurrent): Weight {
  const wide = cell.gates.length * units;
  return remade(weight, 'biases', [1, 2 * wide], (from, to) => {
    for (let row = 0; row * wide < from.length; row++)
      cell.gates.forEach((gate, place) => {
        to.set(from.subarray(row * wide + gate * units, row * wide + (gate + 1) * units), row * wide + place * units);
      });
  });
}

function remade(weight: Weight, change: string, dims: readonly number[], write: (from: Float32Array, to: Float32Array) => void): Weight {
  return mapWeight(weight, change, dims, (from) => {
    const to = new Float32Array(dims.reduce((product, dim) => product * dim, 1));
    write(from, to);
    return to;
  });
}
