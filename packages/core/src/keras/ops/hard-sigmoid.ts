import { hardSigmoid as activation } from '../activations/hard-sigmoid.ts';
import { activated } from './base-elementwise.ts';

/** `keras.ops.hard_sigmoid`: as the activation of this name. */
export const hardSigmoid = activated('HardSigmoid', activation);
