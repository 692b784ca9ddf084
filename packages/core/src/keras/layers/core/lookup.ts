import type { GraphBuilder } from '../../../graph/builder.ts';
import type { Value } from '../../../graph/values.ts';
import { isFloat } from '../../../tensor/dtype.ts';
import type { Call } from '../../define-layer.ts';

/** Ids as Keras takes them: floats are truncated, and small integers widened, to int32. An id of no row ends the call; see `Embedding`. */
export function idsOf(g: GraphBuilder, x: Value, rows: number, call: Call): Value {
  const ids = x.dtype === 'int64' ? x : g.cast(x, 'int32');
  g.guard({
    value: within(g, ids, rows),
    code: 'HG_INPUT_RANGE',
    message: `Cannot look up an id in "${call.name}" unless it is one of ${-rows} to ${rows - 1}`,
  });
  return g.node('Clip', [ids, g.scalar(-rows, ids.dtype), g.scalar(rows - 1, ids.dtype)]);
}

/** One boolean: whether every id names a row, from either end. */
function within(g: GraphBuilder, ids: Value, rows: number): Value {
  const least = g.node('ReduceMin', [ids], { keepdims: 0 });
  const most = g.node('ReduceMax', [ids], { keepdims: 0 });
  return g.node('And', [g.node('GreaterOrEqual', [least, g.scalar(-rows, ids.dtype)]), g.node('Less', [most, g.scalar(rows, ids.dtype)])]);
}

/** The mask of `mask_zero`, taken before floats are truncated: 0.5 is row 0, and not masked. */
export function notZero(g: GraphBuilder, x: Value): Value {
  const ids = isFloat(x.dtype) || x.dtype === 'int64' ? x : g.cast(x, 'int32');
  return g.node('Not', [g.node('Equal', [ids, g.scalar(0, ids.dtype)])]);
}
