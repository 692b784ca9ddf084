import type { GraphBuilder } from '../../graph/builder.ts';
import { multiplyDims } from '../../graph/dims.ts';
import type { Value } from '../../graph/values.ts';

/** All elements in one row, the last axis fastest. */
export const row = (g: GraphBuilder, x: Value): Value => (x.dims.length === 0 ? g.node('Unsqueeze', [x, g.ints([0])]) : g.reshape(x, [multiplyDims(x.dims)]));
