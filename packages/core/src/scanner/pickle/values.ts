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

/** What all kinds begin with, in this order; a kind that lacks one of the other fields reads what an empty one would hold, and needs no memory for it. */
export class Thing {
  readonly kind: ThingKind;
  readonly at: number;
  /** Things that are kept because of this one, itself counted. */
  weight = 1;
  /** Literals and containers of such alone. */
  plain = false;
  /** A type of NumPy whose elements are Python objects, or a container with such a type in it. */
  objects = false;
  /** The last census that saw it. */
  seenIn = 0;
  /** Of a global. */
  declare module: string;
  declare name: string;
  /** What the allow-list says of the global, or of the class of an instance. */
  declare row: Row | undefined;
  /** What was called, or the class. */
  declare of: Value | undefined;
  declare args: Value | undefined;
  declare state: Value | undefined;
  /** Of a container: the first ones; a dictionary has key, value, key, value. */
  declare items: Value[];
  /** How many there are. */
  declare count: number;
  /** Where a dictionary got a key such as `__setstate__`. */
  declare dunderAt: number | undefined;

  constructor(kind: ThingKind, at: number) {
    this.kind = kind;
    this.at = at;
  }
}

const NONE: Value[] = [];
const EMPTY = { module: '', name: '', row: undefined, of: undefined, args: undefined, state: undefined, items: NONE, count: 0, dunderAt: undefined };
Object.assign(Thing.prototype, EMPTY);

/** A name of a module. */
export class Global extends Thing {
  override module: string;
  override name: string;
  override row: Row | undefined;

  constructor(at: number, module: string, name: string, row: Row | undefined) {
    super('global', at);
    this.module = module;
    this.name = name;
    this.row = row;
  }
}

/** What a call gave, or what nobody knows. */
export class Made extends Thing {
  override of: Value | undefined = undefined;
  override args: Value | undefined = undefined;
  override state: Value | undefined = undefined;
  override row: Row | undefined = undefined;
}

export class Container extends Thing {
  override plain = true;
  override items: Value[] = NONE;
  override count = 0;
  override dunderAt: number | undefined = undefined;
}

export const isPlain = (value: Value): boolean => typeof value === 'number' || value.plain;

/** The items of a tuple, when all of them are known. */
export const itemsOf = (value: Value | undefined): readonly Value[] | undefined =>
  typeof value === 'object' && value.kind === 'tuple' && value.items.length === value.count ? value.items : undefined;

export const isGlobal = (value: Value | undefined, module: string, name: string): boolean =>
  typeof value === 'object' && value.kind === 'global' && value.module === module && value.name === name;

/** As much as one value may keep alive. A chain of tuples in tuples is cut here, and what is cut is unknown. */
const MAX_WEIGHT = 4096;

/** A value as a part of another one: itself, or nothing known where too much would be kept. */
export function part(value: Value, whole: Thing): Value {
  if (typeof value === 'number') return value;
  if (whole.weight + value.weight > MAX_WEIGHT) return UNKNOWN;
  whole.weight += value.weight;
  return value;
}

export const UNKNOWN = new Made('opaque', 0);
