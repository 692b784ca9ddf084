import { wrong } from './image-header.ts';

const MOST_CODES = 4096;

/**
 * Says how many indices the codes of a GIF picture stand for, without making them: decoders fill up what is missing, and nobody would know.
 *
 * @param bytes - the data blocks' bytes, one after the other.
 * @param codeSize - LZW minimum code size, 2 to 8.
 * @throws HG_INPUT_FORMAT for a code that stands for nothing.
 * @see GIF89a Specification, appendix F
 */
export function lzwLength(bytes: Iterable<number>, codeSize: number): number {
  const end = (1 << codeSize) + 1;
  const table = new Lengths(codeSize);
  let [bits, held] = [0, 0];
  for (const byte of bytes) {
    bits |= byte << held;
    held += 8;
    while (held >= table.width) {
      const { width } = table;
      const code = bits & ((1 << width) - 1);
      bits >>>= width;
      held -= width;
      if (code === end) return table.total;
      table.take(code);
    }
  }
  return table.total;
}

/** The decoder's table with how long each entry is instead of what it holds. */
class Lengths {
  readonly #clear: number;
  readonly #lengths: Uint16Array;
  #next = 0;
  /** Of the code before; 0 after a clear. */
  #previous = 0;
  /** Bits of the next code. */
  width = 0;
  total = 0;

  constructor(codeSize: number) {
    this.#clear = 1 << codeSize;
    this.#lengths = new Uint16Array(MOST_CODES).fill(1, 0, this.#clear);
    this.#reset();
  }

  take(code: number): void {
    if (code === this.#clear) {
      this.#reset();
      return;
    }
    // A code may be the very entry that it completes; every other must be there.
    const fits = code < this.#clear || (code > this.#clear + 1 && (code < this.#next || (code === this.#next && this.#previous > 0 && code < MOST_CODES)));
    if (!fits) throw wrong('GIF', 'have codes that stand for pixels', `found ${code}`);
    if (this.#previous > 0 && this.#next < MOST_CODES) this.#lengths[this.#next++] = this.#previous + 1;
    this.#previous = this.#lengths[code] as number;
    this.total += this.#previous;
    if (this.#next === 1 << this.width && this.width < 12) this.width++;
  }

  #reset(): void {
    this.#next = this.#clear + 2;
    this.width = Math.log2(this.#clear) + 1;
    this.#previous = 0;
  }
}
