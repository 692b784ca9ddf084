import { relu as activation } from '../activations/relu.ts';
import { activated } from './base-elementwise.ts';

/** `keras.ops.relu`: as the activation of this name. */
export const relu = activated('Relu', activation);
