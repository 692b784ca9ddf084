import { softsign as activation } from '../activations/softsign.ts';
import { activated } from './base-elementwise.ts';

/** `keras.ops.softsign`: as the activation of this name. */
export const softsign = activated('Softsign', activation);
