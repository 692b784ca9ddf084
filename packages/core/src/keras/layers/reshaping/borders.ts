import type { Json } from '../../../artifact/json/json.ts';
import type { Fields } from '../../fields.ts';
import { INT32 } from '../window.ts';

/** Cells before and after one axis. */
export type Border = readonly [before: number, after: number];

/**
 * Reads `padding` or `cropping` of a 2D or 3D layer: one number for all sides, or for each axis a number or a pair
 * (keras/src/utils/argument_validation.py, `standardize_tuple`).
 */
export function bordersOf(f: Fields, name: string, rank: number, absent: number): readonly Border[] {
  const value = f.raw(name) ?? (f.has(name) ? null : absent);
  const axes = Array.isArray(value) ? (value as readonly Json[]) : Array.from({ length: rank }, () => value);
  if (axes.length !== rank) throw f.wrong(name, `a number, or ${rank} of them or of pairs`);
  return axes.map((axis) => {
    const [before, after, ...more] = Array.isArray(axis) ? (axis as readonly Json[]) : [axis, axis];
    if (!good(before) || !good(after) || more.length > 0) throw f.wrong(name, `whole numbers >= 0, for ${rank} axes`);
    return [before, after];
  });
}

/** The same of a 1D layer: one number for both sides, or a pair. */
export function borderOf(f: Fields, name: string): readonly Border[] {
  const [before = 0, after = 0] = f.ints(name, 2, { min: 0, max: INT32, absent: 1 });
  return [[before, after]];
}

const good = (value: Json | undefined): value is number => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= INT32;
