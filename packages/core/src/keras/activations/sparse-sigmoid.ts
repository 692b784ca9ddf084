import { defineActivation } from '../define-activation.ts';

/** `keras.activations.sparse_sigmoid`: (x + 1) / 2 between 0 and 1. */
export const sparseSigmoid = defineActivation({
  keras: 'sparse_sigmoid',
  lower: (g, x) => g.node('Clip', [g.node('Mul', [g.node('Add', [x, g.scalar(1)]), g.scalar(0.5)]), g.scalar(0), g.scalar(1)]),
});
