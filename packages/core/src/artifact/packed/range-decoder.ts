import { broken } from './output.ts';

const TOP = 2 ** 24;
const BITS = 11;
const MOVE = 5;

/** Probabilities at their start: one half each. */
export const probabilities = (count: number): Uint16Array => new Uint16Array(count).fill(1 << (BITS - 1));

/** The adaptive binary range coder of LZMA (LZMA specification, "Range Decoder"), bounded by its packed bytes. */
export class RangeDecoder {
  readonly #packed: Uint8Array;
  readonly #end: number;
  #at: number;
  #range = 0xffffffff;
  #code = 0;

  constructor(packed: Uint8Array, at: number, end: number) {
    this.#packed = packed;
    this.#at = at;
    this.#end = end;
    if (this.#next() !== 0) throw broken('LZMA', 'its coder must begin with a zero', at);
    for (let n = 0; n < 4; n++) this.#code = ((this.#code << 8) | this.#next()) >>> 0;
  }

  /** Offset behind the last byte that was read. */
  get at(): number {
    return this.#at;
  }

  /** Whether the coder has come to its end, as its encoder left it. */
  get finished(): boolean {
    return this.#code === 0;
  }

  bit(table: Uint16Array, index: number): 0 | 1 {
    const chance = table[index] as number;
    const bound = (this.#range >>> BITS) * chance;
    const one = this.#code >= bound;
    if (one) {
      this.#range -= bound;
      this.#code -= bound;
      table[index] = chance - (chance >> MOVE);
    } else {
      this.#range = bound;
      table[index] = chance + (((1 << BITS) - chance) >> MOVE);
    }
    this.#normalise();
    return one ? 1 : 0;
  }

  /** Bits without a model, highest first; at most 26 of them. */
  direct(count: number): number {
    let value = 0;
    for (let n = 0; n < count; n++) {
      this.#range >>>= 1;
      const one = this.#code >= this.#range;
      if (one) this.#code -= this.#range;
      value = value * 2 + (one ? 1 : 0);
      this.#normalise();
    }
    return value;
  }

  /** A tree of `count` bits that begins at `base`. */
  tree(table: Uint16Array, base: number, count: number): number {
    let node = 1;
    for (let n = 0; n < count; n++) node = (node << 1) | this.bit(table, base + node);
    return node - (1 << count);
  }

  /** The same, lowest bit first. */
  reversed(table: Uint16Array, base: number, count: number): number {
    let node = 1;
    let value = 0;
    for (let n = 0; n < count; n++) {
      const bit = this.bit(table, base + node);
      node = (node << 1) | bit;
      value |= bit << n;
    }
    return value;
  }

  #normalise(): void {
    if (this.#range >= TOP) return;
    this.#range = (this.#range << 8) >>> 0;
    this.#code = ((this.#code << 8) | this.#next()) >>> 0;
  }

  #next(): number {
    if (this.#at >= this.#end) throw broken('LZMA', 'it must have bytes to its end', this.#at);
    return this.#packed[this.#at++] as number;
  }
}
