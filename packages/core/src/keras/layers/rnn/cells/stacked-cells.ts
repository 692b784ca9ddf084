import type { GraphBuilder } from '../../../../graph/builder.ts';
import type { Value } from '../../../../graph/values.ts';
import type { Cell } from './cell.ts';

/** StackedRNNCells: each cell takes the answer of the one before; the states of all stand in a row (keras/src/layers/rnn/stacked_rnn_cells.py). */
export function stackCells(cells: readonly [Cell, ...Cell[]]): Cell {
  const [first] = cells;
  const last = cells.at(-1) ?? first;
  return {
    states: cells.flatMap(({ states }) => states),
    output: cells.slice(0, -1).reduce((sum, { states }) => sum + states.length, 0) + last.output,
    project: (g, x) => first.project(g, x),
    step: (g: GraphBuilder, input: Value, states: readonly Value[]): readonly Value[] => {
      const next: Value[] = [];
      let answer = input;
      for (const cell of cells) {
        const made = cell.step(g, cell === first ? input : cell.project(g, answer), states.slice(next.length, next.length + cell.states.length));
        answer = made[cell.output] ?? answer;
        next.push(...made);
      }
      return next;
    },
  };
}
