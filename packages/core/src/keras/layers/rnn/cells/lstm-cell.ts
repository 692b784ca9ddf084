import type { GraphBuilder } from '../../../../graph/builder.ts';
import type { Value } from '../../../../graph/values.ts';
import type { Activation } from '../../../activation.ts';
import type { Fields } from '../../../fields.ts';
import { type CellConfig, gates } from './cell.ts';
import { affine, featuresOf, readDenseCell } from './dense-cell.ts';
import { operatorOf } from './gates.ts';

/** LSTMCell: states h and c, gates i f c o (keras/src/layers/rnn/lstm.py). */
export function readLstmCell(f: Fields): CellConfig {
  const { units, bias } = readDenseCell(f);
  const activation = f.activation('activation', 'tanh');
  const recurrent = f.activation('recurrent_activation', 'sigmoid');
  const gated = { onnx: 'LSTM', units, gates: [0, 3, 1, 2], activations: [recurrent, activation, activation] } as const;
  return {
    shapes: (input) => ({ kernel: [featuresOf(input), 4 * units], recurrent_kernel: [units, 4 * units], bias: bias ? [4 * units] : undefined }),
    bind: (_g, _, weight) => {
      const kernels = [weight('kernel'), weight('recurrent_kernel')] as const;
      const shift = bias ? weight('bias') : undefined;
      return {
        states: [[units], [units]],
        output: 0,
        operator: operatorOf(gated, kernels, shift),
        project: (g, x) => affine(g, x, g.constant(kernels[0]), shift && g.constant(shift)),
        step: (g, input, [h = input, c = input]) => {
          const z = g.node('Add', [input, g.node('MatMul', [h, g.constant(kernels[1])])]);
          return carried(g, gates(g, z, 4), c, { activation, recurrent });
        },
      };
    },
  };
}

/** h and c of an LSTM, from its gates before their activations. */
export function carried(
  g: GraphBuilder,
  [i, f, z, o]: readonly Value[],
  c: Value,
  { activation, recurrent }: { readonly activation: Pick<Activation, 'apply'>; readonly recurrent: Pick<Activation, 'apply'> },
): readonly Value[] {
  const gate = (x: Value | undefined): Value => recurrent.apply(g, x ?? c);
  const next = g.node('Add', [g.node('Mul', [gate(f), c]), g.node('Mul', [gate(i), activation.apply(g, z ?? c)])]);
  return [g.node('Mul', [gate(o), activation.apply(g, next)]), next];
}
