import { hardTanh as activation } from '../activations/hard-tanh.ts';
import { activated } from './base-elementwise.ts';

/** `keras.ops.hard_tanh`: as the activation of this name. */
export const hardTanh = activated('HardTanh', activation);
