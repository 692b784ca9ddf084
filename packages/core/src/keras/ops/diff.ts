import { defineOperation } from '../define-operation.ts';
import { axisIn } from '../dims.ts';
import { carried } from './carried.ts';
import { cut } from './cut.ts';
import { tensorOf } from './operands.ts';

/** `keras.ops.diff`: each element less the one before, `n` times; of booleans whether they differ. */
export const diff = defineOperation({
  keras: 'Diff',
  arguments: ['a'],
  config: (f) => ({ times: f.int('n', { absent: 1, min: 0, max: 64 }), axis: f.int('axis', { absent: -1 }) }),
  lower: (g, { times, axis }, call) => {
    let x = g.node('Identity', [tensorOf(g, call, 'a')]);
    const at = axisIn(x, axis);
    for (let time = 0; time < times; time++) {
      const pair = [cut(g, x, at, 1, 0), cut(g, x, at, 0, 1)];
      x = x.dtype === 'bool' ? g.node('Xor', pair) : carried(g, 'Sub', pair);
    }
    return x;
  },
});
