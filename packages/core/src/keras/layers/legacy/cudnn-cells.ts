import type { Fields } from '../../fields.ts';
import { mapWeight, type Weight } from '../../weight.ts';
import type { CellConfig } from '../rnn/cells/cell.ts';
import { readGruCell } from '../rnn/cells/gru-cell.ts';
import { readLstmCell } from '../rnn/cells/lstm-cell.ts';

/**
 * The cells of `CuDNNLSTM` and `CuDNNGRU`, which Keras 2 had for a GPU: those of LSTM and of GRU with `reset_after`, their weights as cuDNN wants them.
 *
 * The kernel of each gate is stored transposed in the other order of elements, the recurrent one transposed; biases are two rows, one behind the other,
 * which LSTM adds up.
 *
 * @see tf_keras/src/saving/legacy/hdf5_format.py, `_convert_rnn_weights`
 */
export const readCudnnLstmCell = (f: Fields): CellConfig => stored(readLstmCell(f), 4, 'sum');
export const readCudnnGruCell = (f: Fields): CellConfig => stored(readGruCell(f, true), 3, 'rows');

function stored(cell: CellConfig, gates: number, biases: 'sum' | 'rows'): CellConfig {
  const wide = (dims: readonly number[] | undefined): number => dims?.at(-1) ?? 0;
  return {
    shapes: (input) => {
      const shapes = cell.shapes(input);
      return { ...shapes, bias: [2 * wide(shapes['kernel'])] };
    },
    bind: (g, input, weight) =>
      cell.bind(g, input, (name) => {
        if (name === 'kernel') return mapWeight(weight(name), 'cudnn', weight(name).dims, (values) => unfolded(values, weight(name), gates));
        if (name === 'recurrent_kernel') return mapWeight(weight(name), 'cudnn', weight(name).dims, (values) => transposed(values, weight(name), gates));
        return biasOf(weight(name), biases);
      }),
  };
}

/** Of each gate: element [i, u] is the one that lies at u * inputs + i where the gate is read row by row. */
function unfolded(values: Float32Array, { dims }: Weight, gates: number): Float32Array {
  const [inputs = 0, wide = 0] = dims;
  const units = wide / gates;
  return byGate(values, dims, gates, (gate, i, u) => {
    const at = u * inputs + i;
    return Math.floor(at / units) * wide + gate * units + (at % units);
  });
}

/** Of each gate: element [i, u] is [u, i]. */
const transposed = (values: Float32Array, { dims }: Weight, gates: number): Float32Array => {
  const wide = dims[1] ?? 0;
  return byGate(values, dims, gates, (gate, i, u) => u * wide + gate * (wide / gates) + i);
};

function byGate(values: Float32Array, dims: readonly number[], gates: number, from: (gate: number, row: number, unit: number) => number): Float32Array {
  const [rows = 0, wide = 0] = dims;
  const units = wide / gates;
  const out = new Float32Array(values.length);
  for (let gate = 0; gate < gates; gate++)
    for (let row = 0; row < rows; row++)
      for (let unit = 0; unit < units; unit++) out[row * wide + gate * units + unit] = values[from(gate, row, unit)] as number;
  return out;
}

function biasOf(bias: Weight, how: 'sum' | 'rows'): Weight {
  const wide = (bias.dims[0] ?? 0) / 2;
  if (how === 'rows') return { ...bias, dims: [2, wide], key: `${bias.key}|rows` };
  return mapWeight(bias, 'sum', [wide], (values) => values.slice(0, wide).map((value, at) => value + (values[wide + at] as number)));
}
