import type { PickleReader } from '../../artifact/pickle/pickle-reader.ts';
import type { Census } from './census.ts';
import type { Judge } from './judge.ts';
import { Offsets } from './offsets.ts';
import type { Stack } from './stack.ts';
import { Container, isPlain, part, type Thing, type ThingKind, type Value } from './values.ts';

/** Makes and fills containers with what is on the stack. Of each only the first items are kept. */
export class Containers {
  /** Literals that are texts such as `__setstate__`. */
  readonly dunders = new Offsets();
  readonly #stack: Stack;
  readonly #keep: number;
  readonly #census: Census;
  readonly #reader: PickleReader;
  readonly #judge: Judge;

  /** @param keep - items kept of a container. */
  constructor(reader: PickleReader, judge: Judge, stack: Stack, census: Census, keep: number) {
    this.#reader = reader;
    this.#judge = judge;
    this.#stack = stack;
    this.#census = census;
    this.#keep = keep;
  }

  /** Follows the op-codes that make, fill and mark containers. @returns false for any other. */
  step(code: number, at: number): boolean {
    const stack = this.#stack;
    switch (code) {
      case 0x28: // MARK
        stack.mark();
        return true;
      case 0x5d: // EMPTY_LIST
        this.#empty('list', at);
        return true;
      case 0x29: // EMPTY_TUPLE
        this.#empty('tuple', at);
        return true;
      case 0x7d: // EMPTY_DICT
        this.#empty('dict', at);
        return true;
      case 0x8f: // EMPTY_SET
        this.#empty('set', at);
        return true;
      case 0x85: // TUPLE1
      case 0x86: // TUPLE2
      case 0x87: // TUPLE3
        this.#gather('tuple', at, stack.below(code - 0x84));
        return true;
      case 0x74: // TUPLE
        this.#gather('tuple', at, stack.popMark());
        return true;
      case 0x6c: // LIST
        this.#gather('list', at, stack.popMark());
        return true;
      case 0x91: // FROZENSET
        this.#gather('frozenset', at, stack.popMark());
        return true;
      case 0x64: // DICT
        this.#dict(at, stack.popMark());
        return true;
      case 0x61: // APPEND
        this.#extend('list', 'APPEND', at, stack.below(1));
        return true;
      case 0x65: // APPENDS
        this.#extend('list', 'APPENDS', at, stack.popMark());
        return true;
      case 0x90: // ADDITEMS
        this.#extend('set', 'ADDITEMS', at, stack.popMark());
        return true;
      case 0x73: // SETITEM
        this.#extend('dict', 'SETITEM', at, stack.below(2));
        return true;
      case 0x75: // SETITEMS
        this.#extend('dict', 'SETITEM', at, stack.popMark());
        return true;
      default:
        return false;
    }
  }

  #empty(kind: ThingKind, at: number): void {
    this.#census.made();
    this.#stack.push(new Container(kind, at));
  }

  /** Pushes the values from `from` on as one container. */
  #gather(kind: ThingKind, at: number, from: number): void {
    this.#stack.push(this.taken(kind, at, from));
  }

  /** The values from `from` on, as one container, which they leave the stack for. */
  taken(kind: ThingKind, at: number, from: number): Thing {
    const { values, size } = this.#stack;
    const thing = new Container(kind, at);
    this.#census.made();
    thing.count = size - from;
    thing.items = this.#partsOf(thing, from, this.#keep);
    for (let index = from; index < size; index++) {
      const value = values[index] as Value;
      if (typeof value !== 'number') contain(thing, value);
    }
    this.#stack.size = from;
    return thing;
  }

  #dict(at: number, from: number): void {
    const dict = new Container('dict', at);
    this.#census.made();
    this.#fill(dict, from);
    this.#stack.size = from;
    this.#stack.push(dict);
  }

  /** Puts the values from `from` on into what is before them, when it is a container of that kind; else somebody's object is changed. */
  #extend(kind: ThingKind, what: string, at: number, from: number): void {
    const target = this.#stack.target(from);
    const { size, values } = this.#stack;
    if (typeof target !== 'object' || target.kind !== kind) {
      if (from < size) this.#judge.change(at, target, what, values[kind === 'dict' ? from + 1 : from]);
    } else if (kind === 'dict') this.#fill(target, from);
    else this.#add(target, from);
    this.#stack.size = from;
  }

  /** Puts the keys and values from `from` on into a dictionary. */
  #fill(dict: Thing, from: number): void {
    const { values, size } = this.#stack;
    if ((size - from) % 2 !== 0) throw this.#reader.broken('Cannot follow the op-code as a dictionary must have a value for each key: one is missing');
    const first = dict.count === 0;
    if (first) dict.items = this.#partsOf(dict, from, 2 * this.#keep);
    dict.count += (size - from) / 2;
    for (let index = from; index < size; index += 2) {
      const [key, value] = [values[index] as Value, values[index + 1] as Value];
      if (typeof key === 'number' ? this.dunders.size > 0 && this.dunders.has(key) : isComputed(key)) dict.dunderAt = typeof key === 'number' ? key : key.at;
      if (!first && dict.items.length < 2 * this.#keep) dict.items.push(part(key, dict), part(value, dict));
      if (!isPlain(value) || !isPlain(key)) dict.plain = false;
      if (typeof value === 'object' && value.objects) dict.objects = true;
    }
  }

  /** Puts the values from `from` on into a list or a set. */
  #add(list: Thing, from: number): void {
    const { values, size } = this.#stack;
    const first = list.count === 0;
    if (first) list.items = this.#partsOf(list, from, this.#keep);
    list.count += size - from;
    for (let index = from; index < size; index++) {
      const value = values[index] as Value;
      if (!first) {
        if (list.items.length < this.#keep) list.items.push(part(value, list));
        else if (typeof value === 'number') continue;
      }
      if (!isPlain(value)) list.plain = false;
      if (typeof value === 'object' && value.objects) list.objects = true;
    }
  }

  /** The first values from `from` on, as parts of a container. */
  #partsOf(whole: Thing, from: number, most: number): Value[] {
    const { values, size } = this.#stack;
    if (size === from) return [];
    const items = size - from === 1 ? [values[from] as Value] : values.slice(from, Math.min(size, from + most));
    for (let index = 0; index < items.length; index++) {
      const item = items[index] as Value;
      if (typeof item !== 'number') items[index] = part(item, whole);
    }
    return items;
  }
}

/** What a tuple says of itself because of one of its items. */
function contain(whole: Thing, { plain, objects, kind, dunderAt }: Thing): void {
  if (!plain) whole.plain = false;
  if (objects) whole.objects = true;
  if (kind === 'dict' && dunderAt !== undefined) whole.dunderAt = dunderAt;
}

/** A key that a call gave may be any text. */
const isComputed = ({ kind }: Thing): boolean => kind === 'instance' || kind === 'call' || kind === 'opaque';
