import { BYTES, type DType, isFloat, isInteger } from '../../tensor/dtype.ts';
import { defineOperation } from '../define-operation.ts';
import { tensorOf } from './operands.ts';

/**
 * `keras.ops.saturate_cast`: clipped to what both types hold, then cast (keras/src/ops/core.py, `_saturate_cast`).
 *
 * @throws HG_UNSUPPORTED_DTYPE from whole numbers to floats and from floats to integers of 32 bits or more, where Keras clips with limits that have
 * overflowed or have been rounded up, and casts what the type does not hold.
 */
export const saturateCast = defineOperation({
  keras: 'SaturateCast',
  arguments: ['x'],
  config: (f) => f.dtype('dtype', 'float32'),
  lower: (g, dtype, call) => {
    const x = tensorOf(g, call);
    const [from, to] = [limits(x.dtype), limits(dtype)];
    if (
      from === undefined ||
      to === undefined ||
      x.dtype === 'bool' ||
      (isInteger(x.dtype) && isFloat(dtype)) ||
      (isFloat(x.dtype) && isInteger(dtype) && BYTES[dtype] > 2)
    )
      throw call.refuse('HG_UNSUPPORTED_DTYPE', `Cannot compile a saturated cast from ${x.dtype} to ${dtype}`);
    const [least, most] = [Math.max(from[0], to[0]), Math.min(from[1], to[1])];
    if (x.dtype === dtype) return g.node('Clip', [x, g.scalar(least, dtype), g.scalar(most, dtype)]);
    if (x.dtype === 'float32') return g.cast(g.node('Clip', [x, g.scalar(least), g.scalar(most)]), dtype);
    const wide = BYTES[x.dtype] < 8 ? g.cast(x, 'int64') : x;
    return g.cast(g.node('Clip', [wide, g.scalar(least, 'int64'), g.scalar(most, 'int64')]), dtype);
  },
});

const FLOAT32_MAX = 3.4028234663852886e38;

/** Least and greatest number of a type: only those that a float64 counts exactly. */
function limits(dtype: DType): readonly [number, number] | undefined {
  if (dtype === 'bool') return [0, 1];
  if (dtype === 'float32') return [-FLOAT32_MAX, FLOAT32_MAX];
  if (!isInteger(dtype) || BYTES[dtype] > 4) return undefined;
  const bits = 8 * BYTES[dtype];
  return dtype.startsWith('u') ? [0, 2 ** bits - 1] : [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1];
}
