import { defineOperation } from '../define-operation.ts';
import { diagonalOf } from './diagonals.ts';
import { moved } from './moveaxis.ts';
import { tensorOf } from './operands.ts';

/** `keras.ops.diagonal`: a diagonal of two axes, which becomes the last one. */
export const diagonal = defineOperation({
  keras: 'Diagonal',
  arguments: ['x'],
  config: (f) => ({ offset: f.int('offset', { absent: 0 }), axes: [f.int('axis1', { absent: 0 }), f.int('axis2', { absent: 1 })] }),
  lower: (g, { offset, axes }, call) => {
    const x = tensorOf(g, call);
    return diagonalOf(g, g.transpose(x, moved(x, axes, [-2, -1])), offset, call);
  },
});
