import { defineActivation } from '../define-activation.ts';

/** `keras.activations.sparse_plus`: 0 up to -1, (x + 1)^2 / 4 up to 1, x from there on. */
export const sparsePlus = defineActivation({
  keras: 'sparse_plus',
  lower: (g, x) => {
    const above = g.node('Add', [x, g.scalar(1)]);
    const curve = g.node('Mul', [g.node('Mul', [above, above]), g.scalar(0.25)]);
    const upper = g.node('Where', [g.node('Less', [x, g.scalar(1)]), curve, x]);
    return g.node('Where', [g.node('LessOrEqual', [x, g.scalar(-1)]), g.scalar(0), upper]);
  },
});
