import type { Value } from '../../graph/values.ts';
import { axisIn } from '../dims.ts';
import type { Fields } from '../fields.ts';

/** Axes from an operation's config: one, several, or null. */
export const axesField = (f: Fields, name = 'axis'): readonly number[] | null => ((f.raw(name) ?? null) === null ? null : f.intList(name));

/** Axes as 0 … rank - 1; null names them all. */
export const axesOf = (x: Value, axes: readonly number[] | null): readonly number[] =>
  axes === null ? x.dims.map((_, axis) => axis) : axes.map((axis) => axisIn(x, axis));
