import type { GraphBuilder } from '../../../graph/builder.ts';
import type { Value } from '../../../graph/values.ts';
import type { Fields } from '../../fields.ts';

export type ValueRange = readonly [low: number, high: number];

export const BYTES: ValueRange = [0, 255];

/** `value_range`: two numbers. @throws HG_ARTIFACT_FIELD for anything else, and for two that are equal, by whose difference Keras would divide. */
export function valueRange(f: Fields): ValueRange {
  const value = f.raw('value_range') ?? BYTES;
  const [low, high, ...others] = Array.isArray(value) ? (value as readonly unknown[]) : [];
  if (typeof low !== 'number' || typeof high !== 'number' || others.length > 0 || !Number.isFinite(high - low) || low === high)
    throw f.wrong('value_range', 'two different numbers');
  return [low, high];
}

/** Numbers of one range as those of another, in Keras' order of steps: pixels are cut to whole numbers behind it (`_transform_value_range`). */
export function betweenRanges(g: GraphBuilder, x: Value, from: ValueRange, to: ValueRange): Value {
  if (from[0] === to[0] && from[1] === to[1]) return x;
  const number = (value: number): Value => g.scalar(value, x.dtype);
  const unit = g.node('Div', [g.node('Sub', [x, number(from[0])]), number(single(single(from[1]) - single(from[0])))]);
  return g.node('Add', [g.node('Mul', [unit, number(single(single(to[1]) - single(to[0])))]), number(to[0])]);
}

/** As Keras holds a bound: in single precision before the two are subtracted. */
const single = Math.fround;
