import type { GraphBuilder } from '../../../../graph/builder.ts';
import type { Value } from '../../../../graph/values.ts';
import type { Fields } from '../../../fields.ts';
import type { Weight } from '../../../weight.ts';
import { type Cell, type CellConfig, gates } from './cell.ts';
import { affine, featuresOf, readDenseCell } from './dense-cell.ts';
import { operatorOf } from './gates.ts';
import { moved } from './moved.ts';

/**
 * GRUCell: gates z r h in both Keras and ONNX; `reset_after` (the default) is ONNX's `linear_before_reset`, and has a second row of biases for the
 * product with the recurrent kernel (keras/src/layers/rnn/gru.py).
 *
 * @param fixed - where the class has no such field and works after the product.
 */
export function readGruCell(f: Fields, fixed?: true): CellConfig {
  const { units, bias } = readDenseCell(f);
  const activation = f.activation('activation', 'tanh');
  const recurrent = f.activation('recurrent_activation', 'sigmoid');
  const after = fixed ?? f.boolean('reset_after', f.writer === 3); // Keras 2 had no such field at first
  const wide = 3 * units;
  const attributes = { linear_before_reset: after ? 1 : 0 };
  return {
    shapes: (input) => ({ kernel: [featuresOf(input), wide], recurrent_kernel: [units, wide], bias: bias ? (after ? [2, wide] : [wide]) : undefined }),
    bind: (_g, _, weight): Cell => {
      const [kernel, again] = [weight('kernel'), weight('recurrent_kernel')];
      const shift = bias ? weight('bias') : undefined;
      const row = (g: GraphBuilder, index: number): Value | undefined => (shift === undefined ? undefined : g.constant(after ? rowOf(shift, index) : shift));
      return {
        states: [[units]],
        output: 0,
        operator: operatorOf({ onnx: 'GRU', units, gates: [0, 1, 2], activations: [recurrent, activation], attributes }, [kernel, again], shift),
        project: (g, x) => affine(g, x, g.constant(kernel), row(g, 0)),
        step: (g, input, [h = input]) => {
          const [xz, xr, xh] = gates(g, input, 3) as [Value, Value, Value];
          const [hz, hr, hh] = after ? (gates(g, affine(g, h, g.constant(again), row(g, 1)), 3) as [Value, Value, Value]) : early(g, h, again, units);
          const [z, r] = [recurrent.apply(g, g.node('Add', [xz, hz])), recurrent.apply(g, g.node('Add', [xr, hr]))];
          const reset = hh === undefined ? late(g, g.node('Mul', [r, h]), again, units) : g.node('Mul', [r, hh]);
          const candidate = activation.apply(g, g.node('Add', [xh, reset]));
          const kept = g.node('Mul', [z, h]);
          return [g.node('Add', [kept, g.node('Mul', [g.node('Sub', [g.scalar(1), z]), candidate])])];
        },
      };
    },
  };
}

/** The products of the gates z and r alone. */
function early(g: GraphBuilder, h: Value, kernel: Weight, units: number): readonly [Value, Value, undefined] {
  const [z, r] = gates(g, g.node('MatMul', [h, g.constant(columnsOf(kernel, 0, 2 * units))]), 2) as [Value, Value];
  return [z, r, undefined];
}

const late = (g: GraphBuilder, h: Value, kernel: Weight, units: number): Value => g.node('MatMul', [h, g.constant(columnsOf(kernel, 2 * units, 3 * units))]);

const rowOf = (weight: Weight, row: number): Weight => {
  const width = weight.dims[1] ?? 0;
  return moved(weight, `row ${row}`, [width], () => [[row * width, 0, width]]);
};

function columnsOf(weight: Weight, from: number, to: number): Weight {
  const [rows = 0, width = 0] = weight.dims;
  const count = to - from;
  return moved(weight, `columns ${from} to ${to}`, [rows, count], () => Array.from({ length: rows }, (_, row) => [row * width + from, row * count, count]));
}
