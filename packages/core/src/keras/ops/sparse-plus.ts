import { sparsePlus as activation } from '../activations/sparse-plus.ts';
import { activated } from './base-elementwise.ts';

/** `keras.ops.sparse_plus`: as the activation of this name. */
export const sparsePlus = activated('SparsePlus', activation);
