import { defineOperation } from '../define-operation.ts';
import { axisIn } from '../dims.ts';
import { tensorOf } from './operands.ts';

/** `keras.ops.swapaxes`: two axes in each other's place. */
export const swapaxes = defineOperation({
  keras: 'Swapaxes',
  arguments: ['x'],
  config: (f) => [f.int('axis1'), f.int('axis2')] as const,
  lower: (g, axes, call) => {
    const x = tensorOf(g, call);
    const [a, b] = [axisIn(x, axes[0]), axisIn(x, axes[1])];
    return g.transpose(
      x,
      x.dims.map((_, axis) => (axis === a ? b : axis === b ? a : axis)),
    );
  },
});
