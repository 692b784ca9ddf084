import { defineLayer } from '../../define-layer.ts';
import { expectRank } from '../expect.ts';
import { INT32 } from '../window.ts';

/** `keras.layers.RepeatVector`: [batch, features] as [batch, n, features] (keras/src/layers/reshaping/repeat_vector.py). The mask ends here. */
export const repeatVector = defineLayer({
  keras: 'RepeatVector',
  config: (f) => ({ n: f.int('n', { min: 1, max: INT32 }) }),
  lower: (g, [x], { n }, call) => {
    expectRank(x, 2, call);
    return g.node('Tile', [g.node('Unsqueeze', [x, g.ints([1])]), g.ints([1, n, 1])]);
  },
});
