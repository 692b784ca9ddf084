import type { Json } from './json.ts';

/** Elements of which it is kept how they were written: as many as there are bits that a small number has. */
const KEPT = 30;

/** Bit `i` is set where element `i` was written as `2.0` or `2e0`: a whole number to us, a float to Python. */
const written = new WeakMap<readonly Json[], number>();

/** Notes that the element that comes next in a list is a whole number written as a float. One small number a list, whatever the sender writes. */
export function noteWholeFloat(list: readonly Json[]): void {
  if (list.length < KEPT) written.set(list, (written.get(list) ?? 0) | (1 << list.length));
}

/**
 * Whether Python reads an element of a list as a float rather than as an int: `2.0` and `2` are one number in JSON, and another type in `x * 2.0`.
 *
 * @returns undefined where that was not kept: far back in a list, and for what is no number.
 */
export function readAsFloat(list: readonly Json[], index: number): boolean | undefined {
  const value = list[index];
  if (typeof value !== 'number') return undefined;
  if (!Number.isInteger(value)) return true;
  return index < KEPT ? ((written.get(list) ?? 0) & (1 << index)) !== 0 : undefined;
}
