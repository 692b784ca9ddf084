import type { GraphBuilder } from '../../../graph/builder.ts';
import type { Value } from '../../../graph/values.ts';
import { HorngateError } from '../../../words/error.ts';
import type { Call, InnerLayer, WeightShapes } from '../../define-layer.ts';
import type { Fields } from '../../fields.ts';
import type { Weight } from '../../weight.ts';
import { readCudnnGruCell, readCudnnLstmCell } from '../legacy/cudnn-cells.ts';
import type { Cell, CellConfig } from './cells/cell.ts';
import { readConvLstmCell } from './cells/conv-lstm-cell.ts';
import { readGruCell } from './cells/gru-cell.ts';
import { readLstmCell } from './cells/lstm-cell.ts';
import { cellOf } from './cells/read-cell.ts';
import { readSimpleCell } from './cells/simple-cell.ts';
import { type Loop, readLoop } from './loop.ts';

/** Layers that have the fields of their cell in their own config, and its variables below `cell/`. */
export const RECURRENT = {
  SimpleRNN: readSimpleCell,
  LSTM: readLstmCell,
  GRU: (f) => readGruCell(f),
  CuDNNLSTM: readCudnnLstmCell,
  CuDNNGRU: readCudnnGruCell,
  ConvLSTM1D: (f) => readConvLstmCell(f, 1),
  ConvLSTM2D: (f) => readConvLstmCell(f, 2),
  ConvLSTM3D: (f) => readConvLstmCell(f, 3),
} as const satisfies Readonly<Record<string, (f: Fields) => CellConfig>>;

/** Axes of the input of each class; RNN takes any, its cell decides. */
const RANKS: Readonly<Record<string, number>> = { SimpleRNN: 3, LSTM: 3, GRU: 3, CuDNNLSTM: 3, CuDNNGRU: 3, ConvLSTM1D: 4, ConvLSTM2D: 5, ConvLSTM3D: 6 };

/** A recurrent layer as its config describes it: its loop, and its cell, which is another layer for RNN. */
export interface Recurrent {
  readonly keras: string;
  readonly loop: Loop;
  readonly cell: CellConfig | 'inner';
}

/** @throws HG_UNSUPPORTED_FIELD for a class that is no recurrent layer. */
export function readRecurrent(f: Fields, keras: string): Recurrent {
  if (keras === 'RNN') return { keras, loop: readLoop(f), cell: 'inner' };
  if (!Object.hasOwn(RECURRENT, keras)) throw new HorngateError('HG_UNSUPPORTED_FIELD', `Cannot compile the layer "${keras}" as a recurrent one`);
  return { keras, loop: readLoop(f), cell: RECURRENT[keras as keyof typeof RECURRENT](f) };
}

/** Shapes of the variables of a layer whose cell is its own. */
export function recurrentWeights({ cell }: Recurrent, x: Value): WeightShapes {
  if (cell === 'inner') return {};
  return Object.fromEntries(Object.entries(cell.shapes(x.dims.slice(2))).map(([name, dims]) => [`cell/${name}`, dims]));
}

/** The cell with its weights. `inner` are the layers in the config of an RNN. */
export function boundCell(
  g: GraphBuilder,
  { cell }: Recurrent,
  x: Value,
  weight: (name: string) => Weight,
  inner: (field: string) => readonly InnerLayer[],
): Cell {
  const input = x.dims.slice(2);
  return cell === 'inner' ? cellOf(g, inner('cell')[0], input) : cell.bind(g, input, (name) => weight(`cell/${name}`));
}

/** Refuses an input of another rank, as Keras' `InputSpec(ndim=…)` does. @throws HG_ARTIFACT_SHAPE */
export function expectSequence(x: Value, { keras }: Recurrent, call: Call): void {
  const wanted = RANKS[keras];
  if (wanted === undefined ? x.dims.length < 3 : x.dims.length !== wanted)
    throw call.refuse('HG_ARTIFACT_SHAPE', `Cannot call the recurrent layer as its input must have rank ${wanted ?? 'of 3 or more'}: found ${x.dims.length}`);
}
