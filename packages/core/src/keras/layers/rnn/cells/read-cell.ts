import type { GraphBuilder } from '../../../../graph/builder.ts';
import type { Dims } from '../../../../graph/dims.ts';
import { HorngateError } from '../../../../words/error.ts';
import type { InnerLayer } from '../../../define-layer.ts';
import type { Fields } from '../../../fields.ts';
import type { Cell, CellConfig } from './cell.ts';
import { readGruCell } from './gru-cell.ts';
import { readLstmCell } from './lstm-cell.ts';
import { readSimpleCell } from './simple-cell.ts';
import { stackCells } from './stacked-cells.ts';

/** The cells of `keras.layers`, by class. A layer such as LSTM has the fields of its cell in its own config. */
export const CELLS: Readonly<Record<string, (f: Fields) => CellConfig>> = { SimpleRNNCell: readSimpleCell, LSTMCell: readLstmCell, GRUCell: readGruCell };

/** Cells in stacks in stacks: the reader of JSON bounds them too. */
const MAX_STACKS = 16;

/**
 * A cell that stands in the config of an RNN, or of a stack of cells, with its weights.
 *
 * @param input - axes of one step without the batch.
 * @throws HG_UNSUPPORTED_FIELD for a class that is no cell, HG_ARTIFACT_FIELD for an empty stack, HG_ARTIFACT_WEIGHTS.
 */
export function cellOf(g: GraphBuilder, inner: InnerLayer | undefined, input: Dims, depth = 0): Cell {
  if (inner === undefined) throw new HorngateError('HG_ARTIFACT_FIELD', 'Cannot read the cell of a recurrent layer as it is null');
  if (inner.className === 'StackedRNNCells') return stackOf(g, inner, input, depth);
  const config = inner.read((fields, className) => {
    const read = Object.hasOwn(CELLS, className) ? CELLS[className] : undefined;
    if (read === undefined) throw new HorngateError('HG_UNSUPPORTED_FIELD', `Cannot compile the layer "${className}" as the cell of a recurrent layer`);
    return read(fields);
  });
  const weights = inner.bind(config.shapes(input));
  return config.bind(g, input, (name) => {
    const weight = weights.get(name);
    if (weight === undefined) throw new HorngateError('HG_INTERNAL', `Cannot find the weight "${name}" of "${inner.className}"`);
    return weight;
  });
}

function stackOf(g: GraphBuilder, inner: InnerLayer, input: Dims, depth: number): Cell {
  if (depth >= MAX_STACKS) throw new HorngateError('HG_LIMIT_DEPTH', `Cannot compile more than ${MAX_STACKS} stacks of cells in each other`);
  inner.read(() => undefined);
  inner.bind({});
  return cellsOf(g, inner.inner('cells'), input, depth);
}

/** A stack of cells, the first of which takes the input. */
export function cellsOf(g: GraphBuilder, layers: readonly InnerLayer[], input: Dims, depth = 0): Cell {
  let dims = input;
  const cells = layers.map((each): Cell => {
    const cell = cellOf(g, each, dims, depth + 1);
    dims = cell.states[cell.output] ?? dims;
    return cell;
  });
  const [first, ...others] = cells;
  if (first === undefined) throw new HorngateError('HG_ARTIFACT_FIELD', 'Cannot compile a stack without cells');
  return stackCells([first, ...others]);
}
