import { axesField, axesOf } from '../axes.ts';
import { defineOperation } from '../define-operation.ts';
import { reversed } from './cut.ts';
import { tensorOf } from './operands.ts';

/** `keras.ops.flip`: axes from their ends, all of them where none is named. */
export const flip = defineOperation({
  keras: 'Flip',
  arguments: ['x'],
  config: (f) => axesField(f),
  lower: (g, axes, call) => {
    const x = tensorOf(g, call);
    return reversed(g, x, axesOf(x, axes));
  },
});
