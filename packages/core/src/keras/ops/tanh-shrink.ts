import { tanhShrink as activation } from '../activations/tanh-shrink.ts';
import { activated } from './base-elementwise.ts';

/** `keras.ops.tanh_shrink`: as the activation of this name. */
export const tanhShrink = activated('TanhShrink', activation);
