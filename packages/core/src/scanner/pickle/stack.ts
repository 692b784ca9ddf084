import { HorngateError } from '../../words/error.ts';
import type { Value } from './values.ts';

/** Values on the stack: more than any model needs, and bounded memory. */
const MAX_VALUES = 1 << 22;
/** Marks on the stack, and values on it that are more than literals. */
const MAX_MARKS = 1 << 20;
const MAX_THINGS = 1 << 19;

/** What an unpickler has in its hands: values, with marks between them. No op-code takes values from below the last mark (`fence` in CPython's `_pickle.c`). */
export class Stack {
  /** Never gets shorter, as that would make it anew; `size` says how much of it is in use. */
  readonly values: Value[] = [];
  size = 0;
  /** Where the last mark is. */
  fence = 0;
  readonly #marks: number[] = [];
  readonly #broken: (message: string) => HorngateError;

  /** @param broken - an error at the op-code that is followed. */
  constructor(broken: (message: string) => HorngateError) {
    this.#broken = broken;
  }

  /** How many literals certainly have a place yet. */
  get room(): number {
    return MAX_VALUES - this.size;
  }

  /** Whether one more value may be more than a literal. */
  takes(size: number): boolean {
    return size < MAX_THINGS;
  }

  push(value: Value): void {
    if (this.size >= (typeof value === 'number' ? MAX_VALUES : MAX_THINGS)) throw limit(`at most ${MAX_VALUES} values on its stack`);
    this.values[this.size++] = value;
  }

  pop(): Value {
    if (this.size <= this.fence) throw this.#underflow();
    return this.values[--this.size] as Value;
  }

  top(): Value {
    if (this.size <= this.fence) throw this.#underflow();
    return this.values[this.size - 1] as Value;
  }

  mark(): void {
    if (this.#marks.length >= MAX_MARKS) throw limit(`at most ${MAX_MARKS} marks on its stack`);
    this.#marks.push(this.size);
    this.fence = this.size;
  }

  /** Takes the last mark away. @returns where it was. */
  popMark(): number {
    const mark = this.#marks.pop();
    if (mark === undefined) throw this.#broken('Cannot follow the op-code as a mark must be on the stack: none is');
    this.fence = this.#marks.length > 0 ? (this.#marks[this.#marks.length - 1] as number) : 0;
    return mark;
  }

  /** POP: a value, or the mark above it. */
  drop(): void {
    if (this.#marks.length > 0 && this.size === this.fence) this.popMark();
    else this.pop();
  }

  /** Index of the first of the last `count` values. */
  below(count: number): number {
    if (this.size - count < this.fence) throw this.#underflow();
    return this.size - count;
  }

  /** The value before `from`, which those from there on are put into. */
  target(from: number): Value {
    if (from - 1 < this.fence) throw this.#underflow();
    return this.values[from - 1] as Value;
  }

  #underflow(): HorngateError {
    return this.#broken('Cannot follow the op-code as its operands must be on the stack: they are not');
  }
}

export const limit = (wanted: string): HorngateError => new HorngateError('HG_LIMIT_ENTRIES', `Cannot follow the pickle as it may have ${wanted}: it has more`);
