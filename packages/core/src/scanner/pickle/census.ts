import type { Memo } from './memo.ts';
import { limit, type Stack } from './stack.ts';
import type { Thing, Value } from './values.ts';

/** Bytes of things on the stack and in the memo, and in one another: more than any model needs. */
const MAX_BYTES = 64 * 1024 * 1024;
/** Of a thing, and of the list of its items, in V8. */
const THING_BYTES = 96;
const LIST_BYTES = 64;
const ITEM_BYTES = 8;
/** As many things may be made between two counts: what one op-code makes is at most a call, its arguments and a few names. */
const MADE_BYTES = 192;

/**
 * Bounds the memory that a pickle takes. What is made is mostly given up at once, so now and then what is still kept is counted.
 *
 * Counting each thing when it comes and goes would be wrong where things share others: a list that stands on the stack a thousand times is one list. The time of all counts is a
 * small part of the time in which the things were made.
 */
export class Census {
  readonly #stack: Stack;
  readonly #memo: Memo;
  #left = MAX_BYTES / MADE_BYTES;

  constructor(stack: Stack, memo: Memo) {
    this.#stack = stack;
    this.#memo = memo;
  }

  /** A thing more. @throws HG_LIMIT_ENTRIES when those that are kept are too many. */
  made(): void {
    if (--this.#left <= 0) this.#count();
  }

  #count(): void {
    this.#stack.values.fill(0, this.#stack.size); // what was there is kept by nobody else
    const bytes = keptBytes(this.#stack, this.#memo);
    if (bytes > MAX_BYTES) throw limit(`at most ${MAX_BYTES} bytes of values that are more than literals`);
    this.#left = Math.max(MAX_BYTES - bytes, MAX_BYTES / 4) / MADE_BYTES;
  }
}

/** Counts of all machines: each sees a thing once. */
let rounds = 0;

function keptBytes({ values, size }: Stack, memo: Memo): number {
  const round = ++rounds;
  let bytes = 0;
  const waiting: Thing[] = [];
  const see = (value: Value | undefined): void => {
    if (typeof value !== 'object' || value.seenIn === round) return;
    value.seenIn = round;
    waiting.push(value);
  };
  const drain = (): void => {
    for (let thing = waiting.pop(); thing !== undefined; thing = waiting.pop()) {
      bytes += THING_BYTES + (thing.items.length > 0 ? LIST_BYTES + ITEM_BYTES * thing.items.length : 0);
      for (const item of thing.items) see(item);
      see(thing.of);
      see(thing.args);
      see(thing.state);
    }
  };
  for (let index = 0; index < size; index++) {
    see(values[index]);
    drain();
  }
  for (const thing of memo.things()) {
    see(thing);
    drain();
  }
  return bytes;
}
