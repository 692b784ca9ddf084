import { pairwise } from './base-elementwise.ts';
import { carried } from './carried.ts';
import { expectPlainSum } from './plain-sum.ts';

/** `keras.ops.add`: x1 + x2, where all backends of Keras broadcast. */
export const add = pairwise('Add', { weak: true }, (g, pair, call) => {
  if (pair[0].dtype === 'bool') throw call.refuse('HG_UNSUPPORTED_DTYPE', 'Cannot compile "Add" on booleans');
  expectPlainSum(g, pair, call);
  return carried(g, 'Add', pair);
});
