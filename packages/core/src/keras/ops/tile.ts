import { MAX_RANK } from '../axes.ts';
import { defineOperation } from '../define-operation.ts';
import { tensorOf } from './operands.ts';

/** `keras.ops.tile`: repeated along each axis; a shorter list is of the last axes, a longer one adds axes in front. */
export const tile = defineOperation({
  keras: 'Tile',
  arguments: ['x'],
  config: (f) => {
    const times = f.intList('repeats', { min: 1 });
    if (times.length > MAX_RANK) throw f.wrong('repeats', `at most ${MAX_RANK} whole numbers`);
    return times;
  },
  lower: (g, times, call) => {
    const x = tensorOf(g, call);
    const more = times.length - x.dims.length;
    const deep = more > 0 ? g.node('Unsqueeze', [x, g.ints(Array.from({ length: more }, (_, axis) => axis))]) : x;
    return g.node('Tile', [deep, g.ints([...deep.dims.slice(0, Math.max(0, -more)).map(() => 1), ...times])]);
  },
});
