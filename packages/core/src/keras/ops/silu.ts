import { silu as activation } from '../activations/silu.ts';
import { activated } from './base-elementwise.ts';

/** `keras.ops.silu`: as the activation of this name. */
export const silu = activated('Silu', activation);
