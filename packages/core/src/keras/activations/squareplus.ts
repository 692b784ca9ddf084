import { defineActivation } from '../define-activation.ts';

/** `keras.activations.squareplus` with b = 4: (x + sqrt(x^2 + 4)) / 2, as it stands there, so that large negative x lose their digits as in Keras. */
export const squareplus = defineActivation({
  keras: 'squareplus',
  lower: (g, x) => {
    const root = g.node('Sqrt', [g.node('Add', [g.node('Mul', [x, x]), g.scalar(4)])]);
    return g.node('Mul', [g.node('Add', [x, root]), g.scalar(0.5)]);
  },
});
