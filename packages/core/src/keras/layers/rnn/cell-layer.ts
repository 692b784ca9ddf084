import type { GraphBuilder } from '../../../graph/builder.ts';
import type { Value } from '../../../graph/values.ts';
import { type AnyLayer, type Call, defineLayer } from '../../define-layer.ts';
import { valuesIn } from '../../operand.ts';
import type { Cell } from './cells/cell.ts';
import { CELLS, cellsOf } from './cells/read-cell.ts';

/** SimpleRNNCell, LSTMCell or GRUCell on its own: one step of [batch, features] and states; the answer, then the next states. */
export const cellLayer = (keras: string): AnyLayer =>
  defineLayer({
    keras,
    arguments: ['inputs', 'states'],
    floats: true,
    config: (f) => {
      const read = CELLS[keras];
      if (read === undefined) throw f.unsupported('units', `in "${keras}"`);
      return read(f);
    },
    weights: (config, [x]) => config.shapes(x.dims.slice(1)),
    lower: (g, [x], config, call) => stepOf(g, config.bind(g, x.dims.slice(1), call.weight), x, call),
  });

/** StackedRNNCells on its own. */
export const stackedRnnCells = defineLayer({
  keras: 'StackedRNNCells',
  arguments: ['inputs', 'states'],
  inner: { cells: 'cells' },
  floats: true,
  config: () => undefined,
  lower: (g, [x], _, call) => stepOf(g, cellsOf(g, call.inner('cells'), x.dims.slice(1)), x, call),
});

function stepOf(g: GraphBuilder, cell: Cell, x: Value, call: Call): readonly Value[] {
  const states = valuesIn(call.argument('states'));
  const fits = states.length === cell.states.length && states.every(({ dims }, index) => dims.slice(1).join() === cell.states[index]?.join());
  if (x.dims.length !== 2 || !fits) throw call.refuse('HG_ARTIFACT_SHAPE', `Cannot call the cell as it must have ${cell.states.length} states of its sizes`);
  const next = cell.step(
    g,
    cell.project(g, x),
    states.map((state) => g.cast(state, x.dtype)),
  );
  const [answer = x] = [next[cell.output]];
  return [answer, ...next];
}
