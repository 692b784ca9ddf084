import { softplus as activation } from '../activations/softplus.ts';
import { activated } from './base-elementwise.ts';

/** `keras.ops.softplus`: as the activation of this name. */
export const softplus = activated('Softplus', activation);
