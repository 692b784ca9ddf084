import type { GraphBuilder } from '../../graph/builder.ts';
import { multiplyDims } from '../../graph/dims.ts';
import type { Value } from '../../graph/values.ts';
import { isFloat } from '../../tensor/dtype.ts';
import type { Call } from '../define-layer.ts';
import { axisIn, dimOf } from '../dims.ts';
import { carrierOf } from './carried.ts';
import { expectNoNan } from './signed.ts';

/**
 * All elements of an axis from the least to the greatest, and where each stood (int64), equals in their order; null for all in one row.
 *
 * Where a NaN comes hangs on the kernel in TensorFlow: such a call is refused.
 */
export function ranked(g: GraphBuilder, given: Value, axis: number | null, call: Call): readonly [values: Value, places: Value] {
  if (isFloat(given.dtype)) expectNoNan(g, given, call);
  const row = axis === null ? g.reshape(given, [multiplyDims(given.dims)]) : given;
  const at = axis === null ? 0 : axisIn(row, axis);
  const x = g.cast(row, carrierOf('TopK', row.dtype));
  const [values, places] = g.nodes('TopK', [x, g.size(x, dimOf(x, at))], { axis: at, largest: 0, sorted: 1 }, 2, x.dims) as [Value, Value];
  return [g.cast(values, given.dtype), places];
}
