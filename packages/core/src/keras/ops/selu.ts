import { selu as activation } from '../activations/selu.ts';
import { activated } from './base-elementwise.ts';

/** `keras.ops.selu`: as the activation of this name. */
export const selu = activated('Selu', activation);
