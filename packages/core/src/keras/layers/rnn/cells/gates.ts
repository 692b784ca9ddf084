import type { AttributeInput, GraphBuilder } from '../../../../graph/builder.ts';
import type { Value } from '../../../../graph/values.ts';
import type { Activation } from '../../../activation.ts';
import type { RecurrentActivation } from '../../../define-activation.ts';
import { permuteWeight, type Weight } from '../../../weight.ts';
import type { Operator } from './cell.ts';
import { moved } from './moved.ts';

/** How the variables of a cell become operands of ONNX. */
export interface Gated {
  readonly onnx: Operator['onnx'];
  readonly units: number;
  /** Keras' gate at each place of ONNX's order: LSTM has i f c o, ONNX wants i o f c. */
  readonly gates: readonly number[];
  /** Of the gates and of the state, in the order in which ONNX wants them. */
  readonly activations: readonly Activation[];
  readonly attributes?: Readonly<Record<string, AttributeInput>>;
}

/** ONNX's operator for a cell; none where it lacks one of the activations. */
export function operatorOf(gated: Gated, kernels: readonly Weight[], bias: Weight | undefined): Operator | undefined {
  const activations = gated.activations.map(({ recurrent }) => recurrent);
  if (!activations.every((activation) => activation !== undefined)) return undefined;
  return {
    onnx: gated.onnx,
    attributes: { hidden_size: gated.units, ...activationAttributes(activations), ...gated.attributes },
    operands: (g: GraphBuilder): readonly (Value | null)[] => [
      ...kernels.map((kernel) => g.constant(rowsOf(kernel, gated))),
      bias === undefined ? null : g.constant(biases(bias, gated)),
    ],
  };
}

/** The constants of activations come one after the other, only of those that have them. */
function activationAttributes(activations: readonly RecurrentActivation[]): Readonly<Record<string, AttributeInput>> {
  const numbers = (name: 'alpha' | 'beta'): readonly number[] => activations.map((activation) => activation[name]).filter((value) => value !== undefined);
  return {
    activations: activations.map(({ onnx }) => onnx),
    ...(numbers('alpha').length > 0 ? { activation_alpha: numbers('alpha') } : {}),
    ...(numbers('beta').length > 0 ? { activation_beta: numbers('beta') } : {}),
  };
}

/** [inputs, gates * units] in Keras to [1, gates * units, inputs]. */
function rowsOf(weight: Weight, { gates, units }: Gated): Weight {
  const [inputs = 0, wide = 0] = weight.dims;
  const size = units * inputs;
  return moved(permuteWeight(weight, [1, 0]), 'gates', [1, wide, inputs], () => gates.map((gate, place) => [gate * size, place * size, size]));
}

/** [gates * units], or two such rows for GRU's `reset_after`, to [1, 2 * gates * units]: of the input, then of the recurrence, 0 where Keras has none. */
function biases(weight: Weight, { gates, units }: Gated): Weight {
  const wide = gates.length * units;
  const rows = weight.dims.length === 2 ? [0, wide] : [0];
  return moved(weight, 'biases', [1, 2 * wide], () =>
    rows.flatMap((row) => gates.map((gate, place) => [row + gate * units, row + place * units, units] as const)),
  );
}
