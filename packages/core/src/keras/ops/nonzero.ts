import { symbol } from '../../graph/dims.ts';
import { unary } from './base-elementwise.ts';

/** `keras.ops.nonzero`: the places of what is not 0, as int32: one vector an axis, as long as the data say. */
export const nonzero = unary('Nonzero', (g, x) => {
  const [count, rank] = [symbol(`nonzero(${x.id})`), x.dims.length];
  const places = g.cast(g.node('NonZero', [g.cast(x, 'bool')], {}, [rank, count]), 'int32');
  return x.dims.map((_, axis) => g.node('Gather', [places, g.scalar(axis, 'int64')], { axis: 0 }));
});
