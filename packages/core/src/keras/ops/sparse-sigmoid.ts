import { sparseSigmoid as activation } from '../activations/sparse-sigmoid.ts';
import { activated } from './base-elementwise.ts';

/** `keras.ops.sparse_sigmoid`: as the activation of this name. */
export const sparseSigmoid = activated('SparseSigmoid', activation);
