import type { Value } from '../graph/values.ts';
import { HorngateError } from '../words/error.ts';
import { axisIn } from './dims.ts';
import type { Fields } from './fields.ts';

/** As many axes as NumPy allows: a list of them must not grow with the file. */
export const MAX_RANK = 64;

/** Axes from an operation's config: one, several, or null. None at all would mean "all" to ONNX and "nothing" to Keras, so that is refused. */
export function axesField(f: Fields, name = 'axis'): readonly number[] | null {
  if ((f.raw(name) ?? null) === null) return null;
  return axisList(f, name);
}

/** One axis or several. @throws HG_ARTIFACT_FIELD for none, and for more than a tensor can have. */
export function axisList(f: Fields, name: string): readonly number[] {
  const axes = f.intList(name);
  if (axes.length === 0 || axes.length > MAX_RANK) throw f.wrong(name, `1 to ${MAX_RANK} whole numbers`);
  return axes;
}

/** Axes as 0 … rank - 1, each once; null names them all. @throws HG_ARTIFACT_SHAPE */
export const axesOf = (x: Value, axes: readonly number[] | null): readonly number[] =>
  axes === null ? x.dims.map((_, axis) => axis) : distinct(axes.map((axis) => axisIn(x, axis)));

/** @throws HG_ARTIFACT_SHAPE for an axis that stands twice. */
export function distinct(axes: readonly number[]): readonly number[] {
  if (new Set(axes).size !== axes.length)
    throw new HorngateError('HG_ARTIFACT_SHAPE', `Cannot use the axes [${axes.join(', ')}] as one of them stands there twice`);
  return axes;
}
