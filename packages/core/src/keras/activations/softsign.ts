import { defineActivation } from '../define-activation.ts';

/** `keras.activations.softsign`: x / (|x| + 1). */
export const softsign = defineActivation({
  keras: 'softsign',
  recurrent: () => ({ onnx: 'Softsign' }),
  lower: (g, x) => g.node('Softsign', [x]),
});
