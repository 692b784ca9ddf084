import { mish as activation } from '../activations/mish.ts';
import { activated } from './base-elementwise.ts';

/** `keras.ops.mish`: as the activation of this name. */
export const mish = activated('Mish', activation);
