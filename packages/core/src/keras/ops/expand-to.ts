import type { GraphBuilder } from '../../graph/builder.ts';
import { type Dim, type Dims, isKnown, sameDim, sameDims } from '../../graph/dims.ts';
import type { Value } from '../../graph/values.ts';

/** A tensor stretched to dims whose unknown sizes are those of it or of `others`. */
export function expandTo(g: GraphBuilder, x: Value, dims: Dims, ...others: readonly Value[]): Value {
  if (sameDims(x.dims, dims)) return x;
  if (dims.every(isKnown)) return g.node('Expand', [x, g.ints(dims)], {}, dims);
  const source = (dim: Dim): Value => [x, ...others].find((value) => value.dims.some((other) => sameDim(other, dim))) ?? x;
  const shape = g.node(
    'Concat',
    dims.map((dim) => g.size(source(dim), dim)),
    { axis: 0 },
  );
  return g.node('Expand', [x, shape], {}, dims);
}
