import { relu6 as activation } from '../activations/relu6.ts';
import { activated } from './base-elementwise.ts';

/** `keras.ops.relu6`: as the activation of this name. */
export const relu6 = activated('Relu6', activation);
