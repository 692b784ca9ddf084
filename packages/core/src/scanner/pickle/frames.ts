import type { PickleReader } from '../../artifact/pickle/pickle-reader.ts';
import type { Judge } from './judge.ts';

/** FRAME says how many bytes belong together. CPython reads across a frame that lies, so that one is said and followed all the same. */
export class Frames {
  /** Of the last one that did not lie. */
  end = 0;
  readonly #reader: PickleReader;
  readonly #judge: Judge;

  constructor(reader: PickleReader, judge: Judge) {
    this.#reader = reader;
    this.#judge = judge;
  }

  /** At FRAME. */
  begin(): void {
    const { at, offset, number, source } = this.#reader;
    if (at < this.end || offset + number > source.size) this.#broken();
    this.end = offset + number;
  }

  /** An op-code that begins in the frame ends in it. */
  check(): void {
    if (this.#reader.offset > this.end && this.#reader.at < this.end) this.#broken();
  }

  #broken(): void {
    this.end = 0;
    this.#judge.note(this.#reader.broken('Cannot follow the frames as each must end in the file, and between two op-codes: one does not'));
  }
}
