import { logSigmoid as activation } from '../activations/log-sigmoid.ts';
import { activated } from './base-elementwise.ts';

/** `keras.ops.log_sigmoid`: as the activation of this name. */
export const logSigmoid = activated('LogSigmoid', activation);
