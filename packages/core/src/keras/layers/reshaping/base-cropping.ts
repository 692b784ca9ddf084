import { addDims, isKnown } from '../../../graph/dims.ts';
import { type AnyLayer, defineLayer } from '../../define-layer.ts';
import { dimOf } from '../../dims.ts';
import { channelsOf, spatialAxes } from '../channels.ts';
import { expectRank } from '../expect.ts';
import { INT32 } from '../window.ts';
import { type Border, borderOf, bordersOf } from './borders.ts';

/**
 * Cropping1D to 3D (keras/src/layers/reshaping/cropping1d.py and its neighbours): cells cut off at both ends. The mask ends here.
 *
 * A cut of 0 at the end means "up to the end", where `-0` would mean the start. Something must be left of a size that is known.
 * Without the field, 1D cuts one cell at each end, 2D none, and 3D one.
 */
export const cropping = (keras: string, rank: number): AnyLayer =>
  defineLayer({
    keras,
    config: (f) => ({
      borders: rank === 1 ? borderOf(f, 'cropping') : bordersOf(f, 'cropping', rank, rank === 2 ? 0 : 1),
      channels: rank === 1 ? ('channels_last' as const) : channelsOf(f),
    }),
    lower: (g, [x], { borders, channels }, call) => {
      expectRank(x, rank + 2, call);
      const axes = spatialAxes(channels, rank);
      const dims = x.dims.map((dim, axis) => addDims(dim, -total(borders[axes.indexOf(axis)] ?? [0, 0])));
      if (axes.some((axis) => isKnown(dimOf(x, axis)) && Number(dims[axis]) <= 0))
        throw call.refuse('HG_ARTIFACT_SHAPE', `Cannot call "${call.name}" as it would cut everything off`);
      const ends = borders.map(([, after]) => (after === 0 ? INT32 : -after));
      return g.node('Slice', [x, g.ints(borders.map(([before]) => before)), g.ints(ends), g.ints(axes)], {}, dims);
    },
  });

const total = ([before, after]: Border): number => before + after;
