import type { Dim } from '../../graph/dims.ts';
import { isKnown } from '../../graph/dims.ts';
import type { Call } from '../define-layer.ts';
import type { Fields } from '../fields.ts';
import { INT32 } from '../layers/window.ts';

/** What is added to an axis, or taken off: before, after, and what it shall be in the end. One of the three is left out. */
export interface Edges {
  readonly before: number | undefined;
  readonly after: number | undefined;
  readonly target: number | undefined;
}

/** `top_padding`, `bottom_padding` and `target_height`, or their like. @throws HG_ARTIFACT_FIELD unless one of them is null. */
export function edgesOf(f: Fields, before: string, after: string, target: string): Edges {
  const read = (name: string): number | undefined => ((f.raw(name) ?? null) === null ? undefined : f.int(name, { min: 0, max: INT32 }));
  const edges = { before: read(before), after: read(after), target: read(target) };
  if (Object.values(edges).filter((edge) => edge === undefined).length !== 1) throw f.wrong(target, `null, or "${before}" or "${after}", and no two of them`);
  return edges;
}

export function knownSize(dim: Dim, call: Call): number {
  if (!isKnown(dim)) throw call.refuse('HG_UNSUPPORTED_FIELD', 'Cannot compile the edges of an image whose size a call decides unless both are given');
  return dim;
}

/** @throws HG_ARTIFACT_SHAPE below 0 */
export function notNegative(size: number, call: Call): number {
  if (size < 0) throw call.refuse('HG_ARTIFACT_SHAPE', `Cannot pad or crop an image by ${size}`);
  return size;
}
