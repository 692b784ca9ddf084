import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import { unary } from './base-elementwise.ts';

/** `keras.ops.square`: x * x; booleans count as 0 and 1. */
export const square = unary('Square', (g, x) => squared(g, x.dtype === 'bool' ? g.cast(x, 'int32') : x));

const squared = (g: GraphBuilder, x: Value): Value => g.node('Mul', [x, x]);
