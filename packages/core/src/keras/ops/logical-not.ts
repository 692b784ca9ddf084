import { defineOperation } from '../define-operation.ts';
import { tensorOf } from './operands.ts';

/** `keras.ops.logical_not`: true where x is 0. */
export const logicalNot = defineOperation({ keras: 'LogicalNot', arguments: ['x'], lower: (g, _, call) => g.node('Not', [g.cast(tensorOf(g, call), 'bool')]) });
