import { type AnyLayer, defineLayer } from '../../define-layer.ts';
import { channelsOf, range, spatialAxes } from '../channels.ts';
import { expectOneOf, expectRank } from '../expect.ts';
import { borderOf, bordersOf } from './borders.ts';

/** ZeroPadding1D to 3D (keras/src/layers/reshaping/zero_padding1d.py and its neighbours): zeros around the spatial axes. The mask ends here. */
export const zeroPadding = (keras: string, rank: number): AnyLayer =>
  defineLayer({
    keras,
    config: (f) => ({ borders: rank === 1 ? borderOf(f, 'padding') : bordersOf(f, 'padding', rank, 1), channels: channelsOf(f) }),
    lower: (g, [x], { borders, channels }, call) => {
      expectRank(x, rank + 2, call);
      expectOneOf(x, ['float32', 'float64', 'int32', 'int64', 'uint8', 'int8', 'bool'], call);
      const axes = spatialAxes(channels, rank);
      const side = (at: 0 | 1): readonly number[] => range(rank + 2).map((axis) => borders[axes.indexOf(axis)]?.[at] ?? 0);
      return g.node('Pad', [x, g.ints([...side(0), ...side(1)])]);
    },
  });
