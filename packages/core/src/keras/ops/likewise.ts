import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';

/** A scalar in the shape of a tensor, whatever that holds, be it NaN. */
export const likewise = (g: GraphBuilder, x: Value, scalar: Value): Value => g.node('Expand', [scalar, g.node('Shape', [x])], {}, x.dims);
