import { isFloat } from './dtype.ts';
import { fromHalves, isHalf } from './half.ts';
import type { Tensor } from './tensor.ts';

/** How far floats may be apart: `atol` + `rtol` · max(|reference|, 0.1 · the largest |reference| of the tensor). Integers and strings are equal or not. */
export interface Tolerance {
  readonly rtol: number;
  readonly atol: number;
}

export const DEFAULT_TOLERANCE: Tolerance = { rtol: 1e-4, atol: 1e-5 };

export interface Difference {
  /** Largest |found - reference|; infinite where shapes differ, or one side is not a number. Of what is no float: 0 or infinite. */
  readonly largest: number;
  /** The same in units of the tolerance: up to 1 is equal. */
  readonly ofTolerance: number;
  /** Index of the element that is farthest off, in C order; null where there is none. */
  readonly at: number | null;
}

const NONE: Difference = { largest: 0, ofTolerance: 0, at: null };
const APART: Difference = { largest: Number.POSITIVE_INFINITY, ofTolerance: Number.POSITIVE_INFINITY, at: null };

/**
 * Compares what was found with a reference, element by element. Where both are the same infinity or both no number, they are equal, as in numpy's
 * `assert_allclose`.
 */
export function compare(found: Tensor, reference: Tensor, { rtol, atol }: Tolerance): Difference {
  if (found.shape.join() !== reference.shape.join()) return APART;
  if (!isFloat(found.dtype) || !isFloat(reference.dtype)) return equal(found, reference);
  const [a, b] = [numbersOf(found), numbersOf(reference)];
  let scale = 0;
  for (const value of b) if (Number.isFinite(value)) scale = Math.max(scale, Math.abs(value));
  let worst = NONE;
  for (let at = 0; at < b.length; at++) {
    const [value, wanted] = [a[at] as number, b[at] as number];
    if (Object.is(value, wanted)) continue;
    const difference = Math.abs(value - wanted);
    const largest = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
    // No tolerance is wide enough for an infinity on one side.
    const ofTolerance = Number.isFinite(largest) ? largest / (atol + rtol * Math.max(Math.abs(wanted), 0.1 * scale)) : largest;
    if (ofTolerance > worst.ofTolerance) worst = { largest: Math.max(largest, worst.largest), ofTolerance, at };
    else if (largest > worst.largest) worst = { ...worst, largest };
  }
  return worst;
}

/** A 64-bit integer and a small one are the same number where they are. */
function equal(found: Tensor, reference: Tensor): Difference {
  const [a, b] = [found.data, reference.data] as [ArrayLike<unknown>, ArrayLike<unknown>];
  for (let at = 0; at < b.length; at++) if (String(a[at]) !== String(b[at])) return { ...APART, at };
  return NONE;
}

const numbersOf = (tensor: Tensor): ArrayLike<number> & Iterable<number> =>
  isHalf(tensor.dtype) ? fromHalves(tensor.data as Uint16Array, tensor.dtype) : (tensor.data as Float32Array);
