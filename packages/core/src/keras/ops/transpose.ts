import { axesField, axesOf } from '../axes.ts';
import { defineOperation } from '../define-operation.ts';
import { tensorOf } from './operands.ts';

/** `keras.ops.transpose`: axes in another order, reversed where none is given. */
export const transpose = defineOperation({
  keras: 'Transpose',
  arguments: ['x'],
  config: (f) => axesField(f, 'axes'),
  lower: (g, axes, call) => {
    const x = tensorOf(g, call);
    const perm = axes === null ? x.dims.map((_, axis) => x.dims.length - 1 - axis) : axesOf(x, axes);
    if (perm.length !== x.dims.length || new Set(perm).size !== perm.length) throw call.refuse('HG_ARTIFACT_SHAPE', `Cannot transpose by [${perm.join(', ')}]`);
    return g.transpose(x, perm);
  },
});
