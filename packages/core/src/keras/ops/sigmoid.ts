import { sigmoid as activation } from '../activations/sigmoid.ts';
import { activated } from './base-elementwise.ts';

/** `keras.ops.sigmoid`: as the activation of this name. */
export const sigmoid = activated('Sigmoid', activation);
