import { defineActivation } from '../define-activation.ts';
import { softplusOf } from './softplus.ts';

/** `keras.activations.log_sigmoid`: -softplus(-x), which does not run into log(0) for large negative x. */
export const logSigmoid = defineActivation({ keras: 'log_sigmoid', lower: (g, x) => g.node('Neg', [softplusOf(g, g.node('Neg', [x]))]) });
