import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import { type DType, isFloat } from '../../tensor/dtype.ts';
import { defineOperation } from '../define-operation.ts';
import { numberAs } from './number-as.ts';
import { tensorOf } from './operands.ts';

/** `keras.ops.nan_to_num`: NaN and infinities replaced, these by the greatest and least number of the type unless others are given. */
export const nanToNum = defineOperation({
  keras: 'NanToNum',
  types: 'own',
  arguments: ['x'],
  config: (f) => ({
    nan: f.number('nan', { absent: 0 }),
    above: f.numberOrNull('posinf', { absent: null }),
    below: f.numberOrNull('neginf', { absent: null }),
  }),
  lower: (g, { nan, above, below }, call) => {
    const x = tensorOf(g, call);
    return isFloat(x.dtype) ? finite(g, x, nan, above, below) : g.node('Identity', [x]);
  },
});

const GREATEST: Readonly<Partial<Record<DType, number>>> = { float16: 65504, float32: 3.4028234663852886e38, float64: Number.MAX_VALUE };

/** In the order of TensorFlow's backend, so that a NaN that becomes infinite becomes finite too. */
export function finite(g: GraphBuilder, x: Value, nan: number, above: number | null, below: number | null): Value {
  const most = GREATEST[x.dtype] ?? Number.MAX_VALUE;
  const known = g.node('Where', [g.node('IsNaN', [x]), numberAs(g, nan, x.dtype), x]);
  const replaced = (y: Value, what: number, by: number): Value =>
    g.node('Where', [g.node('Equal', [y, numberAs(g, what, x.dtype)]), numberAs(g, by, x.dtype), y]);
  return replaced(replaced(known, Number.POSITIVE_INFINITY, above ?? most), Number.NEGATIVE_INFINITY, below ?? -most);
}
