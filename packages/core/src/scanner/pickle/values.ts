import type { Row } from './policy.ts';

/**
 * What a pickle has on its stack, as far as its op-codes say it. Nothing is made, imported or called.
 *
 * A number is a literal: the offset of the op-code that pushed it, where it can be read again. Most values of a big pickle are literals, and need no memory.
 */
export type Value = number | Thing;

export type ThingKind =
  /** A name that is looked up in a module. */
  | 'global'
  /** What a call of something gave that no list says what it gives. */
  | 'call'
  /** An object of a listed class. */
  | 'instance'
  | 'tuple'
  | 'list'
  | 'dict'
  | 'set'
  | 'frozenset'
  | 'persid'
  /** Nobody knows: an extension code, a buffer from elsewhere. */
  | 'opaque';

/** One class for all kinds, so that the machine stays fast. */
export class Thing {
  readonly kind: ThingKind;
  readonly at: number;
  /** Of a global. */
  module = '';
  name = '';
  /** What the allow-list says of the global, or of the class of an instance. */
  row: Row | undefined;
  /** What was called, or the class. */
  of: Value | undefined;
  args: Value | undefined;
  /** Of a container: the first ones; a dictionary has key, value, key, value. */
  items: Value[] = NONE;
  /** How many there are. */
  count = 0;
  /** Literals and containers of such alone. */
  plain = false;
  /** Where a dictionary got a key such as `__setstate__`. */
  dunderAt: number | undefined;
  state: Value | undefined;
  /** Things that are kept because of this one, itself counted: what bounds memory. */
  weight = 1;
  /** A type of NumPy whose elements are Python objects, or a container with such a type in it. */
  objects = false;

  constructor(kind: ThingKind, at: number) {
    this.kind = kind;
    this.at = at;
  }
}

const NONE: Value[] = [];

export const isPlain = (value: Value): boolean => typeof value === 'number' || value.plain;

/** The items of a tuple, when all of them are known. */
export const itemsOf = (value: Value | undefined): readonly Value[] | undefined =>
  typeof value === 'object' && value.kind === 'tuple' && value.items.length === value.count ? value.items : undefined;

export const isGlobal = (value: Value | undefined, module: string, name: string): boolean =>
  typeof value === 'object' && value.kind === 'global' && value.module === module && value.name === name;

/** As much as one value may keep alive. A chain of tuples in tuples is cut here, and what is cut is unknown. */
const MAX_WEIGHT = 4096;

/** A value as a part of another one: itself, or nothing known where too much would be kept. @param most - where many values were made already, less is kept. */
export function part(value: Value, whole: Thing, most = MAX_WEIGHT): Value {
  if (typeof value === 'number') return value;
  if (value.weight > most || whole.weight + value.weight > MAX_WEIGHT) return UNKNOWN;
  whole.weight += value.weight;
  return value;
}

export const UNKNOWN = new Thing('opaque', 0);
