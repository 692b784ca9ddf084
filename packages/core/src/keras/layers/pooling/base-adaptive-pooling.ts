import type { GraphBuilder } from '../../../graph/builder.ts';
import type { Value } from '../../../graph/values.ts';
import { type AnyLayer, defineLayer } from '../../define-layer.ts';
import { known } from '../../dims.ts';
import { channelsFirst, channelsOf } from '../channels.ts';
import { expectFloat, expectRank } from '../expect.ts';

/** Cells of an axis are listed one by one, so that their number must not be the file's to choose. */
const MOST_CELLS = 1 << 16;

/**
 * AdaptiveAveragePooling1D to 3D and AdaptiveMaxPooling1D to 3D (keras/src/layers/pooling/base_adaptive_pooling.py): as many cells as asked, cell i over
 * floor(i * size / cells) to ceil((i + 1) * size / cells), one axis after the other.
 *
 * The sizes must be known, as Keras itself wants it.
 */
export const adaptivePooling = (keras: string, rank: number, op: 'MaxPool' | 'AveragePool'): AnyLayer =>
  defineLayer({
    keras,
    config: (f) => ({ cells: f.ints('output_size', rank, { min: 1, max: MOST_CELLS }), channels: channelsOf(f) }),
    lower: (g, [x], { cells, channels }, call) => {
      expectRank(x, rank + 2, call);
      expectFloat(x, call);
      return channelsFirst(g, x, channels, (x) => cells.reduce((y, count, axis) => adapt(g, y, op, axis + 2, count), x));
    },
  });

/**
 * Pools one axis of [batch, channels, ...spatial] to `cells`. Windows have two sizes at most, as in Keras (`_compute_static_gather_indices`): each is a
 * pooling of stride 1, of which the cells are gathered; windows of one size that lie in equal steps are one pooling.
 */
export function adapt(g: GraphBuilder, x: Value, op: 'MaxPool' | 'AveragePool', axis: number, cells: number): Value {
  const size = known(x, axis);
  if (size === cells) return x;
  if (size % cells === 0) return pool(g, x, op, axis, size / cells, size / cells);
  const windows = Array.from({ length: cells }, (_, cell) => {
    const start = Math.floor((cell * size) / cells);
    return { start, length: Math.ceil(((cell + 1) * size) / cells) - start };
  });
  const small = Math.ceil(size / cells);
  const pools = [small, ...(windows.some(({ length }) => length > small) ? [small + 1] : [])].map((length) => pool(g, x, op, axis, length, 1));
  const behind = size - small + 1;
  const places = windows.map(({ start, length }) => (length > small ? start + behind : start));
  const both = pools.length === 1 ? pools[0] : g.node('Concat', pools, { axis });
  return g.node('Gather', [both ?? x, g.ints(places)], { axis });
}

function pool(g: GraphBuilder, x: Value, op: 'MaxPool' | 'AveragePool', axis: number, length: number, stride: number): Value {
  if (length === 1 && stride === 1) return x;
  const along = (value: number): readonly number[] => x.dims.slice(2).map((_, spatial) => (spatial + 2 === axis ? value : 1));
  return g.node(op, [x], { kernel_shape: along(length), strides: along(stride) });
}
