import { defineActivation } from '../define-activation.ts';

/** `keras.activations.linear`: x. */
export const linear = defineActivation({ keras: 'linear', lower: (_, x) => x });
