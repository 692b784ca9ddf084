import { defineLayer } from '../../define-layer.ts';
import { expectRank } from '../expect.ts';

/** `keras.layers.Permute`: the axes behind the batch, counted from 1, in another order (keras/src/layers/reshaping/permute.py). The mask ends here. */
export const permute = defineLayer({
  keras: 'Permute',
  config: (f) => {
    const dims = Array.isArray(f.raw('dims')) ? f.intList('dims', { min: 1 }) : [];
    const sorted = [...dims].sort((a, b) => a - b);
    if (dims.length === 0 || sorted.some((axis, index) => axis !== index + 1)) throw f.wrong('dims', 'each axis from 1 on once');
    return { dims };
  },
  lower: (g, [x], { dims }, call) => {
    expectRank(x, dims.length + 1, call);
    return g.transpose(x, [0, ...dims]);
  },
});
