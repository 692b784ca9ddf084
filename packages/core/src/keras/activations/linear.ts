import { defineActivation } from '../define-activation.ts';

/** `keras.activations.linear`: x. */
export const linear = defineActivation({
  keras: 'linear',
  recurrent: () => ({ onnx: 'Affine', alpha: 1, beta: 0 }),
  lower: (_, x) => x,
});
