import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import { BYTES, isInteger } from '../../tensor/dtype.ts';
import type { Call } from '../define-layer.ts';

/** Steps of Euclid's algorithm that end for all numbers of as many bytes: two neighbours among Fibonacci's numbers take the most. */
const STEPS: Readonly<Record<number, number>> = { 1: 13, 2: 24, 4: 47, 8: 92 };

/** Absolute values of whole numbers, in a type in which they do not overflow. @throws HG_UNSUPPORTED_DTYPE for others, uint64 among them. */
export function magnitudes(g: GraphBuilder, call: Call, pair: readonly [Value, Value]): readonly [Value, Value] {
  const [{ dtype }] = pair;
  if (!isInteger(dtype) || dtype === 'uint64') throw call.refuse('HG_UNSUPPORTED_DTYPE', `Cannot compile a common divisor of ${dtype}`);
  const wide = BYTES[dtype] < 4 ? 'int32' : 'int64';
  const [a, b] = pair.map((x) => g.node('Abs', [g.cast(x, wide)])) as [Value, Value];
  return [a, b];
}

/** The greatest common divisor of two tensors of whole numbers >= 0; of `bytes` a number. */
export function commonDivisor(g: GraphBuilder, pair: readonly [Value, Value], bytes: number): Value {
  let [a, b] = pair;
  const [zero, one] = [g.cast(g.scalar(0, 'int64'), a.dtype), g.cast(g.scalar(1, 'int64'), a.dtype)];
  for (let step = 0; step < (STEPS[bytes] ?? 92); step++) {
    const done = g.node('Equal', [b, zero]);
    // Modulo 1 leaves 0, so what has ended stays.
    [a, b] = [g.node('Where', [done, a, b]), g.node('Mod', [a, g.node('Max', [b, one])])];
  }
  return a;
}
