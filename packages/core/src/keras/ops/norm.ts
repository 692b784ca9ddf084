import { isFloat } from '../../tensor/dtype.ts';
import { axesField, axesOf } from '../axes.ts';
import { defineOperation } from '../define-operation.ts';
import type { Fields } from '../fields.ts';
import { norm as normOf, type Order } from './norms.ts';
import { real, tensorOf } from './operands.ts';

/** `ord`: a number, an infinity, a name, or null. Python's JSON writes `Infinity` for the number. */
function orderOf(f: Fields): Order {
  const order = f.raw('ord') ?? null;
  if (order === null || order === 'fro' || order === 'nuc') return order;
  if (order === 'inf' || order === '-inf') return order === 'inf' ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  if (typeof order !== 'number' || Number.isNaN(order)) throw f.wrong('ord', 'a number, "fro", "nuc" or null');
  return order;
}

/** `keras.ops.norm` of vectors or matrices; norms by singular values are refused. */
export const norm = defineOperation({
  keras: 'Norm',
  arguments: ['x'],
  config: (f) => ({ order: orderOf(f), axes: axesField(f), keep: f.boolean('keepdims', false) }),
  lower: (g, { order, axes, keep }, call) => {
    const given = tensorOf(g, call);
    const x = isFloat(given.dtype) ? given : real(g, call, given);
    return normOf(g, x, order, axesOf(x, axes), keep, call);
  },
});
