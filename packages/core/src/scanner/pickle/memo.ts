import { HorngateError } from '../../words/error.ts';
import { Made, type Thing, UNKNOWN, type Value } from './values.ts';

/** Entries: more than any model needs, and bounded memory. */
const MAX_ENTRIES = 1 << 23;
/** Entries that lie far from the others, and holes that are filled: cPickle begins to count at one, and some leave numbers out. */
const MAX_SPARSE = 1 << 18;
const MAX_GAP = 256;
/** Values that are kept as they are. Of those behind them no more is kept than what they are an object of: memory is bounded, whatever the file. */
const MAX_KEPT = 1 << 16;
/** Entries of a page: a memo that grows is never copied. */
const PAGE_BITS = 14;
const PAGE = 1 << PAGE_BITS;

/**
 * What a pickle remembers by number, to name it again. Any number up to 2^32 is allowed.
 *
 * An entry is eight bytes: where a literal stands, or below zero the place of a thing in a list; not a number where none is set.
 */
export class Memo {
  readonly #pages: Float64Array[] = [];
  #length = 0;
  readonly #things: (Thing | undefined)[] = [UNKNOWN];
  readonly #free: number[] = [];
  /** Places of what many entries name: these are never given back. */
  readonly #lasting = new Map<Thing, number>([[UNKNOWN, 0]]);
  readonly #sparse = new Map<number, Value>();
  /** Entries that are set: the number of the next one that MEMOIZE makes. */
  #entries = 0;
  #kept = 0;
  readonly #shared = new Map<object | string, Thing>();

  get(index: number): Value | undefined {
    if (index >= this.#length) return this.#sparse.get(index);
    const entry = this.#entry(index);
    if (entry >= 0) return entry;
    return entry < 0 ? this.#things[-1 - entry] : this.#sparse.get(index);
  }

  add(value: Value): void {
    this.set(this.#entries, value);
  }

  /** @throws HG_LIMIT_ENTRIES past the budget. */
  set(index: number, value: Value): void {
    const kept = typeof value === 'object' && value.kind !== 'global' && ++this.#kept > MAX_KEPT ? this.#forgotten(value) : value;
    if (index === this.#length && this.#sparse.size === 0) {
      this.#entries++;
      this.#append(kept);
    } else this.#setAnywhere(index, kept);
    if (this.#length > MAX_ENTRIES || this.#sparse.size > MAX_SPARSE)
      throw new HorngateError('HG_LIMIT_ENTRIES', `Cannot follow the pickle as it may have at most ${MAX_ENTRIES} entries in its memo: it has more`);
  }

  /** The things that it keeps. */
  *things(): Generator<Thing> {
    for (const thing of this.#things) if (thing !== undefined) yield thing;
    for (const value of this.#sparse.values()) if (typeof value === 'object') yield value;
  }

  #setAnywhere(index: number, value: Value): void {
    if (this.get(index) === undefined) this.#entries++;
    const gap = index - this.#length;
    if (gap < 0) this.#replace(index, value);
    else if (gap > MAX_GAP || this.#sparse.has(index)) this.#sparse.set(index, value);
    else {
      for (let hole = 0; hole < gap; hole++) this.#append(this.#sparse.get(this.#length));
      this.#append(value);
    }
  }

  #entry(index: number): number {
    return (this.#pages[index >> PAGE_BITS] as Float64Array)[index & (PAGE - 1)] as number;
  }

  #append(value: Value | undefined): void {
    const index = this.#length++;
    if ((index & (PAGE - 1)) === 0) this.#pages.push(new Float64Array(PAGE));
    (this.#pages[index >> PAGE_BITS] as Float64Array)[index & (PAGE - 1)] = typeof value === 'number' ? value : this.#placed(value);
  }

  /** An entry that is set again gives back the place of the thing that it named. */
  #replace(index: number, value: Value): void {
    const before = this.#entry(index);
    if (before < 0) this.#giveBack(-1 - before);
    (this.#pages[index >> PAGE_BITS] as Float64Array)[index & (PAGE - 1)] = typeof value === 'number' ? value : this.#placed(value);
  }

  #giveBack(place: number): void {
    if (this.#lasting.has(this.#things[place] as Thing)) return;
    this.#things[place] = undefined;
    this.#free.push(place);
  }

  #placed(thing: Thing | undefined): number {
    if (thing === undefined) return Number.NaN;
    const lasting = this.#lasting.get(thing);
    if (lasting !== undefined) return -1 - lasting;
    const place = this.#free.pop() ?? this.#things.length;
    this.#things[place] = thing;
    return -1 - place;
  }

  /** What is kept of a value when many were kept: for a container where it stands, for an object its class. */
  #forgotten(value: Thing): Value {
    if (value.kind !== 'instance' && value.kind !== 'call') return value.plain ? value.at : UNKNOWN;
    const key = value.row ?? value.kind;
    const shared = this.#shared.get(key) ?? this.#lastingFor(key, new Made(value.kind, value.at));
    shared.row = value.row;
    shared.of ??= value.of;
    return shared;
  }

  #lastingFor(key: object | string, thing: Thing): Thing {
    this.#shared.set(key, thing);
    this.#lasting.set(thing, this.#things.push(thing) - 1);
    return thing;
  }
}
