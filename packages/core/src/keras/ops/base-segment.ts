import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import { BYTES, isFloat } from '../../tensor/dtype.ts';
import type { Call } from '../define-layer.ts';
import { type AnyOperation, defineOperation } from '../define-operation.ts';
import { INT32 } from '../layers/window.ts';
import { tensorOf } from './operands.ts';
import { type Reduction, scattered } from './scatters.ts';

const FLOAT32_MAX = 3.4028234663852886e38;

/** What a segment without an element is: the neutral element of its type, which for a type of 64 bits is none that we can write down. */
function neutral(x: Value, reduction: Reduction, call: Call): number {
  if (reduction === 'add') return 0;
  if (reduction === 'mul') return 1;
  if (BYTES[x.dtype] > 4) throw call.refuse('HG_UNSUPPORTED_DTYPE', `Cannot compile the extremes of segments of ${x.dtype}`);
  const bits = 8 * BYTES[x.dtype] - (x.dtype.startsWith('u') ? 0 : 1);
  const most = isFloat(x.dtype) ? FLOAT32_MAX : 2 ** bits - 1;
  if (reduction === 'min') return most;
  return isFloat(x.dtype) ? -FLOAT32_MAX : x.dtype.startsWith('u') ? 0 : -(2 ** bits);
}

/**
 * `keras.ops.segment_sum` and its like: rows joined by number. Rows of a number below 0 are left out; one past the last segment is an error on
 * TensorFlow's CPU, and the call refused.
 *
 * How many segments there are must stand in the file: a shape that hangs on numbers is refused, and with it `sorted`, which TensorFlow has no other way.
 */
export const segments = (keras: string, reduction: Reduction): AnyOperation =>
  defineOperation({
    keras,
    arguments: ['data', 'segment_ids'],
    config: (f) => {
      f.only('sorted', false);
      if ((f.raw('num_segments') ?? null) === null) throw f.unsupported('num_segments', 'unless it is given');
      return f.int('num_segments', { min: 1, max: INT32 });
    },
    lower: (g, count, call) => {
      const [x, ids] = [tensorOf(g, call, 'data'), g.cast(tensorOf(g, call, 'segment_ids'), 'int64')];
      if (ids.dims.length < 1 || ids.dims.length > x.dims.length) throw call.refuse('HG_ARTIFACT_SHAPE', 'Cannot join rows unless each has a number');
      const rest = x.dims.slice(ids.dims.length);
      const dims = [count + 1, ...rest];
      const base = g.node('Expand', [g.scalar(neutral(x, reduction, call), x.dtype), g.shape(x, dims)], {}, dims);
      const joined = scattered(g, base, g.node('Unsqueeze', [placed(g, ids, count), g.ints([ids.dims.length])]), x, reduction, call);
      return g.node('Slice', [joined, g.ints([0]), g.ints([count]), g.ints([0])], {}, [count, ...rest]);
    },
  });

/** A row of its own for numbers below 0, and none at all for those past the last segment. */
function placed(g: GraphBuilder, ids: Value, count: number): Value {
  const int = (value: number): Value => g.scalar(value, 'int64');
  const past = g.node('Where', [g.node('GreaterOrEqual', [ids, int(count)]), int(count + 1), ids]);
  return g.node('Where', [g.node('Less', [ids, int(0)]), int(count), past]);
}
