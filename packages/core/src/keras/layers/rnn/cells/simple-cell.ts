import type { Activation } from '../../../activation.ts';
import type { Fields } from '../../../fields.ts';
import type { CellConfig } from './cell.ts';
import { affine, featuresOf, readDenseCell } from './dense-cell.ts';
import { operatorOf } from './gates.ts';

/** SimpleRNNCell: h = activation(x . kernel + bias + h . recurrent_kernel) (keras/src/layers/rnn/simple_rnn.py). */
export function readSimpleCell(f: Fields): CellConfig {
  const { units, bias } = readDenseCell(f);
  const activation: Activation = f.activation('activation', 'tanh');
  return {
    shapes: (input) => ({ kernel: [featuresOf(input), units], recurrent_kernel: [units, units], bias: bias ? [units] : undefined }),
    bind: (_g, _, weight) => {
      const kernels = [weight('kernel'), weight('recurrent_kernel')] as const;
      const shift = bias ? weight('bias') : undefined;
      return {
        states: [[units]],
        output: 0,
        operator: operatorOf({ onnx: 'RNN', units, gates: [0], activations: [activation] }, kernels, shift),
        project: (g, x) => affine(g, x, g.constant(kernels[0]), shift && g.constant(shift)),
        step: (g, input, [h = input]) => [activation.apply(g, g.node('Add', [input, g.node('MatMul', [h, g.constant(kernels[1])])]))],
      };
    },
  };
}
