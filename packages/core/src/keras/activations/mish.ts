import { defineActivation } from '../define-activation.ts';
import { softplusOf } from './softplus.ts';

/** `keras.activations.mish`: x * tanh(softplus(x)). */
export const mish = defineActivation({ keras: 'mish', lower: (g, x) => g.node('Mul', [x, g.node('Tanh', [softplusOf(g, x)])]) });
