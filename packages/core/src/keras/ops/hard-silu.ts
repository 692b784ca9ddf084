import { hardSilu as activation } from '../activations/hard-silu.ts';
import { activated } from './base-elementwise.ts';

/** `keras.ops.hard_silu`: as the activation of this name. */
export const hardSilu = activated('HardSilu', activation);
