import { isFloat } from '../../tensor/dtype.ts';
import { pairwise } from './base-elementwise.ts';
import { carried } from './carried.ts';

/** `keras.ops.fmin`: the lesser of both, or the one that is a number. */
export const fmin = pairwise('Fmin', { weak: true }, (g, [a, b], call) => {
  if (a.dtype === 'bool') throw call.refuse('HG_UNSUPPORTED_DTYPE', 'Cannot compile "Fmin" on booleans');
  const found = carried(g, 'Min', [a, b]);
  if (!isFloat(a.dtype)) return found;
  return g.node('Where', [g.node('IsNaN', [a]), b, g.node('Where', [g.node('IsNaN', [b]), a, found])]);
});
