import { defineOperation } from '../define-operation.ts';
import { diagonalOf, spreadOut } from './diagonals.ts';
import { tensorOf } from './operands.ts';

/** `keras.ops.diag`: a vector on a diagonal of zeros, or a diagonal of a matrix. */
export const diag = defineOperation({
  keras: 'Diag',
  arguments: ['x'],
  config: (f) => f.int('k', { absent: 0, min: -65536, max: 65536 }),
  lower: (g, k, call) => {
    const x = tensorOf(g, call);
    if (x.dims.length === 1) return spreadOut(g, x, k);
    if (x.dims.length === 2) return diagonalOf(g, x, k, call);
    throw call.refuse('HG_ARTIFACT_SHAPE', `Cannot compile "Diag" of a tensor of rank ${x.dims.length}`);
  },
});
