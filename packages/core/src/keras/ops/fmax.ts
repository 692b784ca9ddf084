import { isFloat } from '../../tensor/dtype.ts';
import { pairwise } from './base-elementwise.ts';
import { carried } from './carried.ts';

/** `keras.ops.fmax`: the greater of both, or the one that is a number. */
export const fmax = pairwise('Fmax', { weak: true }, (g, [a, b], call) => {
  if (a.dtype === 'bool') throw call.refuse('HG_UNSUPPORTED_DTYPE', 'Cannot compile "Fmax" on booleans');
  const found = carried(g, 'Max', [a, b]);
  if (!isFloat(a.dtype)) return found;
  return g.node('Where', [g.node('IsNaN', [a]), b, g.node('Where', [g.node('IsNaN', [b]), a, found])]);
});
