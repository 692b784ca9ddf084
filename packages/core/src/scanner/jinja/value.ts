/** What a value of a template can be, as far as texts go: nothing is rendered. */
export type Value =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number' }
  /** A list, tuple or dictionary: what it holds, keys too. */
  | { readonly kind: 'list'; readonly items: readonly Value[] }
  /** One of several. */
  | { readonly kind: 'any'; readonly of: readonly Value[] }
  /** A text put together from pieces, and not known. */
  | { readonly kind: 'built' }
  /** Given by whoever renders. */
  | { readonly kind: 'unknown' };

export const UNKNOWN: Value = { kind: 'unknown' };
export const BUILT: Value = { kind: 'built' };
export const NUMBER: Value = { kind: 'number' };

const MAX_TEXT = 256;
const MAX_CHOICES = 64;

export const textValue = (text: string): Value => (text.length <= MAX_TEXT ? { kind: 'text', text } : { kind: 'text', text: `${text.slice(0, MAX_TEXT)}…` });
export const listOf = (items: readonly Value[]): Value => ({ kind: 'list', items: items.slice(0, MAX_CHOICES * 4) });

/** One of these; so many that nobody keeps count are a text nobody knows. */
export function anyOf(values: readonly Value[]): Value {
  const flat: Value[] = [];
  for (const value of values)
    for (const one of value.kind === 'any' ? value.of : [value]) if (!flat.some((other) => sameValue(other, one)) && flat.push(one) > MAX_CHOICES) return BUILT;
  return flat.length === 1 ? (flat[0] as Value) : { kind: 'any', of: flat };
}

export function sameValue(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a.kind !== b.kind) return false;
  if (a.kind === 'text') return a.text === (b as typeof a).text;
  if (a.kind === 'list') return sameList(a.items, (b as typeof a).items);
  return a.kind !== 'any' || sameList(a.of, (b as typeof a).of);
}

/** Lists are compared by what stands in them, not deeper: an unequal answer only costs a choice. */
const sameList = (a: readonly Value[], b: readonly Value[]): boolean =>
  a.length === b.length && a.every((one, at) => one === b[at] || (one.kind !== 'list' && one.kind !== 'any' && sameValue(one, b[at] as Value)));

/** Every value that this one can be. */
export const choices = (value: Value): readonly Value[] => (value.kind === 'any' ? value.of : [value]);

/** Whether it is a text, or holds one. */
export const isTexty = (value: Value): boolean => choices(value).some(({ kind }) => kind === 'text' || kind === 'built');

/** What an element of it can be. */
export function elementOf(value: Value): Value {
  const found: Value[] = [];
  for (const one of choices(value)) {
    if (one.kind === 'list') found.push(...one.items.slice(0, MAX_CHOICES));
    else found.push(one.kind === 'text' || one.kind === 'built' ? BUILT : UNKNOWN);
  }
  return found.length === 0 ? UNKNOWN : anyOf(found.flatMap((one) => (one.kind === 'list' ? [one, ...one.items.slice(0, MAX_CHOICES)] : [one])));
}

/** Two texts behind one another. */
export function concatenated(a: Value, b: Value): Value {
  if (a.kind === 'text' && b.kind === 'text' && a.text.length + b.text.length <= MAX_TEXT) return textValue(a.text + b.text);
  return BUILT;
}

/** The filter `join`, where all pieces are known. */
export function joined(value: Value, between: Value | undefined): Value {
  const separator = between === undefined ? '' : between.kind === 'text' ? between.text : undefined;
  if (value.kind === 'list' && separator !== undefined && value.items.length > 0 && value.items.every(({ kind }) => kind === 'text')) {
    const text = value.items.map((one) => (one.kind === 'text' ? one.text : '')).join(separator);
    return text.length <= MAX_TEXT ? textValue(text) : BUILT;
  }
  return choices(value).every(({ kind }) => kind === 'unknown') ? UNKNOWN : BUILT;
}
