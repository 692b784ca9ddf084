import { HorngateError } from '../../words/error.ts';
import { Thing, UNKNOWN, type Value } from './values.ts';

/** Entries: more than any model needs, and bounded memory. */
const MAX_ENTRIES = 1 << 23;
/** Entries that lie far from the others, and holes that are filled: cPickle begins to count at one, and some leave numbers out. */
const MAX_SPARSE = 1 << 18;
const MAX_GAP = 256;
/** Values that are kept as they are. Of those behind them no more is kept than what they are an object of: memory is bounded, whatever the file. */
const MAX_KEPT = 1 << 16;

/** What a pickle remembers by number, to name it again. Any number up to 2^32 is allowed. */
export class Memo {
  readonly #dense: (Value | undefined)[] = [];
  readonly #sparse = new Map<number, Value>();
  /** Entries that are set: the number of the next one that MEMOIZE makes. */
  #entries = 0;
  #kept = 0;
  readonly #shared = new Map<object | string, Thing>();

  get(index: number): Value | undefined {
    return this.#dense[index] ?? this.#sparse.get(index);
  }

  add(value: Value): void {
    this.set(this.#entries, value);
  }

  /** @throws HG_LIMIT_ENTRIES past the budget. */
  set(index: number, value: Value): void {
    const kept = typeof value === 'object' && value.kind !== 'global' && ++this.#kept > MAX_KEPT ? this.#forgotten(value) : value;
    if (this.get(index) === undefined) this.#entries++;
    const gap = index - this.#dense.length;
    if (gap < 0) this.#dense[index] = kept;
    else if (gap > MAX_GAP || this.#sparse.has(index)) this.#sparse.set(index, kept);
    else {
      for (let hole = 0; hole < gap; hole++) this.#dense.push(this.#sparse.get(this.#dense.length));
      this.#dense.push(kept);
    }
    if (this.#dense.length > MAX_ENTRIES || this.#sparse.size > MAX_SPARSE)
      throw new HorngateError('HG_LIMIT_ENTRIES', `Cannot follow the pickle as it may have at most ${MAX_ENTRIES} entries in its memo: it has more`);
  }

  /** What is kept of a value when many were kept: for a container where it stands, for an object its class. */
  #forgotten(value: Thing): Value {
    if (value.kind !== 'instance' && value.kind !== 'call') return value.plain ? value.at : UNKNOWN;
    const key = value.row ?? value.kind;
    const shared = this.#shared.get(key) ?? new Thing(value.kind, value.at);
    shared.row = value.row;
    shared.of ??= value.of;
    this.#shared.set(key, shared);
    return shared;
  }
}
