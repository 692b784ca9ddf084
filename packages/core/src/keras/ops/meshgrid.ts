import type { Value } from '../../graph/values.ts';
import { defineOperation } from '../define-operation.ts';
import { dimOf } from '../dims.ts';
import { expandTo } from './expand-to.ts';
import { argumentsIn } from './list-of.ts';
import { argumentValue } from './operands.ts';
import { row } from './row.ts';

/** `keras.ops.meshgrid`: each of the tensors, in one row, along an axis of its own; the first two axes change places unless the indexing is `ij`. */
export const meshgrid = defineOperation({
  keras: 'Meshgrid',
  arguments: ['x'],
  rest: true,
  config: (f) => f.oneOf('indexing', ['xy', 'ij'], 'xy'),
  lower: (g, indexing, call) => {
    const rows = argumentsIn(g, call, 'x').map((argument) => row(g, argumentValue(g, call, argument)));
    if (rows.some(({ dtype }) => dtype !== rows[0]?.dtype)) throw call.refuse('HG_UNSUPPORTED_DTYPE', 'Cannot compile "Meshgrid" of several types');
    const place = (index: number): number => (indexing === 'xy' && rows.length > 1 && index < 2 ? 1 - index : index);
    const dims = rows.map((_, axis) => dimOf(rows[place(axis)] as Value, 0));
    return rows.map((x, index) => {
      const others = rows.map((_, axis) => axis).filter((axis) => axis !== place(index));
      return expandTo(g, others.length === 0 ? x : g.node('Unsqueeze', [x, g.ints(others)]), dims, ...rows);
    });
  },
});
