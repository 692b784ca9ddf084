import type { ByteSource } from '../../words/ports.ts';
import { attemptLiteral } from './decompile.ts';
import { isGlobal, itemsOf, type Thing, type Value } from './values.ts';

const HAS_OBJECT = 1;

export const isDtype = (value: Value | undefined): value is Thing =>
  typeof value === 'object' && value.kind === 'instance' && isGlobal(value.of, 'numpy', 'dtype');

/**
 * Whether a state of `numpy.dtype` tells the truth about Python objects: `(3, order, subarray, names, fields, bytes, alignment, flags)`.
 *
 * NumPy believes the flags. A type that has objects and denies it makes NumPy take bytes of the sender for pointers.
 */
export function isHonestState(dtype: Thing, state: Value, source: ByteSource): boolean {
  const items = itemsOf(state);
  if (items === undefined || items.length < 8) return false;
  dtype.objects ||= typeof state === 'object' && state.objects;
  const flags = textOf(items[7], source);
  return flags !== undefined && (!dtype.objects || (Number(flags) & HAS_OBJECT) !== 0);
}

/** Whether `numpy.dtype(…)` is a type of Python objects: `O8`, and whatever cannot be told. */
export const ofObjects = (kind: Value | undefined, source: ByteSource): boolean => /^[<>|=]?O/.test(textOf(kind, source) ?? 'O');

function textOf(value: Value | undefined, source: ByteSource): string | undefined {
  const literal = typeof value === 'number' ? attemptLiteral(source, value) : undefined;
  return literal?.type === 'str' || literal?.type === 'number' ? literal.text : undefined;
}
