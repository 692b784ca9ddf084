import { broken, type Output } from './output.ts';
import { probabilities, type RangeDecoder } from './range-decoder.ts';

/** What the one byte of properties says: bits of context for literals (lc, lp) and of positions (pb). */
export interface LzmaProperties {
  readonly lc: number;
  readonly lp: number;
  readonly pb: number;
}

export function lzmaProperties(byte: number): LzmaProperties {
  if (byte >= 9 * 5 * 5) throw broken('LZMA', `its properties must be below 225: found ${byte}`);
  return { lc: byte % 9, lp: Math.floor(byte / 9) % 5, pb: Math.floor(byte / 45) };
}

const STATES = 12;
const MATCH_MIN = 2;

class Lengths {
  readonly #choice = probabilities(2);
  readonly #low = probabilities(16 * 8);
  readonly #mid = probabilities(16 * 8);
  readonly #high = probabilities(256);

  read(coder: RangeDecoder, position: number): number {
    if (coder.bit(this.#choice, 0) === 0) return coder.tree(this.#low, position * 8, 3);
    if (coder.bit(this.#choice, 1) === 0) return 8 + coder.tree(this.#mid, position * 8, 3);
    return 16 + coder.tree(this.#high, 0, 8);
  }
}

/**
 * The decoder of LZMA streams and of the chunks of LZMA2, after I. Pavlov's specification (lzma-specification.txt, 2015).
 *
 * The dictionary is the output itself: a match that reaches before its first byte, or farther back than the dictionary's declared size, is refused.
 */
export class Lzma {
  readonly #out: Output;
  readonly #dictionary: number;
  readonly #properties: LzmaProperties;
  readonly #start: number;
  readonly #isMatch = probabilities(STATES * 16);
  readonly #isRep = probabilities(STATES);
  readonly #isRepG0 = probabilities(STATES);
  readonly #isRepG1 = probabilities(STATES);
  readonly #isRepG2 = probabilities(STATES);
  readonly #isRep0Long = probabilities(STATES * 16);
  readonly #slots = probabilities(4 * 64);
  readonly #special = probabilities(128);
  readonly #align = probabilities(16);
  readonly #literals: Uint16Array;
  readonly #matches = new Lengths();
  readonly #repeats = new Lengths();
  readonly #distances = [0, 0, 0, 0] as [number, number, number, number];
  #state = 0;

  /** @param start - length of the output where the dictionary begins: nothing before it may be referred to. */
  constructor(out: Output, properties: LzmaProperties, dictionary: number, start: number) {
    this.#out = out;
    this.#properties = properties;
    this.#dictionary = Math.max(4096, dictionary);
    this.#start = start;
    this.#literals = probabilities(0x300 << (properties.lc + properties.lp));
  }

  /**
   * Decodes until the output has `end` bytes, or the stream's end marker.
   *
   * @param end - undefined: only the marker ends it. @returns whether the marker ended it.
   */
  decode(coder: RangeDecoder, end: number | undefined): boolean {
    while (end === undefined || this.#out.length < end) {
      const position = this.#position();
      if (coder.bit(this.#isMatch, this.#state * 16 + position) === 0) {
        this.#literal(coder);
        continue;
      }
      const length = coder.bit(this.#isRep, this.#state) === 0 ? this.#match(coder, position) : this.#repeat(coder, position);
      if (length === undefined) return true;
      if (end !== undefined && this.#out.length + length > end) throw broken('LZMA', 'a match must end where the data end');
      this.#copy(length);
    }
    return false;
  }

  /** Positions count from where the last reset began, which is where the encoder began to count. */
  #position(): number {
    return (this.#out.length - this.#start) & ((1 << this.#properties.pb) - 1);
  }

  #literal(coder: RangeDecoder): void {
    const { lc, lp } = this.#properties;
    const before = this.#out.length > this.#start ? this.#out.back(1) : 0;
    const context = (((this.#out.length - this.#start) & ((1 << lp) - 1)) << lc) + (before >> (8 - lc));
    const base = 0x300 * context;
    let symbol = 1;
    if (this.#state >= 7) {
      let match = this.#out.back(this.#distances[0] + 1);
      do {
        const expected = (match >> 7) & 1;
        match <<= 1;
        const bit = coder.bit(this.#literals, base + ((1 + expected) << 8) + symbol);
        symbol = (symbol << 1) | bit;
        if (bit !== expected) break;
      } while (symbol < 0x100);
    }
    while (symbol < 0x100) symbol = (symbol << 1) | coder.bit(this.#literals, base + symbol);
    this.#out.push(symbol & 255);
    this.#state = this.#state < 4 ? 0 : this.#state < 10 ? this.#state - 3 : this.#state - 6;
  }

  /** @returns undefined at the end marker. */
  #match(coder: RangeDecoder, position: number): number | undefined {
    const length = this.#matches.read(coder, position);
    const slot = coder.tree(this.#slots, Math.min(length, 3) * 64, 6);
    const distance = this.#distance(coder, slot);
    this.#distances.pop();
    this.#distances.unshift(distance);
    this.#state = this.#state < 7 ? 7 : 10;
    return distance === 0xffffffff ? undefined : length + MATCH_MIN;
  }

  #distance(coder: RangeDecoder, slot: number): number {
    if (slot < 4) return slot;
    const extra = (slot >> 1) - 1;
    const base = (2 | (slot & 1)) * 2 ** extra;
    if (slot < 14) return base + coder.reversed(this.#special, base - slot, extra);
    return base + coder.direct(extra - 4) * 16 + coder.reversed(this.#align, 0, 4);
  }

  #repeat(coder: RangeDecoder, position: number): number {
    if (coder.bit(this.#isRepG0, this.#state) === 0) {
      if (coder.bit(this.#isRep0Long, this.#state * 16 + position) === 0) {
        this.#state = this.#state < 7 ? 9 : 11;
        return 1;
      }
    } else {
      const index = coder.bit(this.#isRepG1, this.#state) === 0 ? 1 : coder.bit(this.#isRepG2, this.#state) === 0 ? 2 : 3;
      const [distance = 0] = this.#distances.splice(index, 1);
      this.#distances.unshift(distance);
    }
    this.#state = this.#state < 7 ? 8 : 11;
    return this.#repeats.read(coder, position) + MATCH_MIN;
  }

  #copy(length: number): void {
    const distance = this.#distances[0] + 1;
    if (distance > this.#out.length - this.#start || distance > this.#dictionary) throw broken('LZMA', 'a match must lie in what came out before');
    this.#out.repeat(distance, length);
  }
}
