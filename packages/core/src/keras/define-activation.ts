import type { GraphBuilder } from '../graph/builder.ts';
import type { Value } from '../graph/values.ts';

/** Generation of the Keras that wrote a file: a few meanings changed between 2 and 3. */
export type Writer = 2 | 3;

/** An activation inside ONNX's RNN, GRU and LSTM, with the constants that it takes (https://onnx.ai/onnx/operators/onnx__LSTM.html). */
export interface RecurrentActivation {
  readonly onnx: 'Affine' | 'Elu' | 'HardSigmoid' | 'LeakyRelu' | 'Relu' | 'Sigmoid' | 'Softplus' | 'Softsign' | 'Tanh';
  readonly alpha?: number;
  readonly beta?: number;
}

/** One activation of Keras: a file, its test and one line in `activations/index.ts`. */
export interface ActivationDefinition {
  /** Name as Keras writes it (keras/src/activations/__init__.py). */
  readonly keras: string;
  /** What ONNX calls it inside a recurrent operator, where it has it. */
  recurrent?(writer: Writer): RecurrentActivation;
  /** Shape and dtype are kept unless the activation says otherwise. */
  lower(g: GraphBuilder, x: Value, writer: Writer): Value;
}

export const defineActivation = (definition: ActivationDefinition): ActivationDefinition => definition;
