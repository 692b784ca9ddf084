import { type Code, HorngateError } from '../../words/error.ts';
import type { Inflate } from '../../words/ports.ts';
import { fixedCodes, type Huffman, huffman } from './huffman.ts';

/** RFC 1951, 3.2.5: base and extra bits of the length codes 257..285 and of the distance codes 0..29. */
const LENGTH_BASE = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
const LENGTH_EXTRA = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const DISTANCE_BASE = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577,
];
const DISTANCE_EXTRA = [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];
/** RFC 1951, 3.2.7: the order in which the lengths of the code length codes are sent. */
const CODE_LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/**
 * Deflate in pure TypeScript, for where no native one is at hand. It is as strict as zlib: incomplete and over-subscribed codes are refused.
 *
 * The output grows with what really comes out, never with what a header claims, and stops at `maxBytes`. All of the packed bytes must be used:
 * bytes behind the last block would be a hiding place.
 */
export const pureInflate: Inflate = {
  raw(packed, maxBytes) {
    const inflater = new Inflater(packed, 0, maxBytes, 'HG_ARTIFACT_ZIP');
    const bytes = inflater.run();
    inflater.expectEnd(0);
    return bytes;
  },

  member(packed, at, maxBytes) {
    const inflater = new Inflater(packed, at, maxBytes, 'HG_ARTIFACT_ZIP');
    return { bytes: inflater.run(), end: inflater.end };
  },

  /** RFC 1950: two bytes of header, deflate, Adler-32 of what came out, big-endian. */
  zlib(packed, maxBytes) {
    const [cmf = 0, flags = 0] = packed;
    const inflater = new Inflater(packed, 2, maxBytes, 'HG_ARTIFACT_HDF5');
    if ((cmf & 15) !== 8 || cmf >> 4 > 7 || (cmf * 256 + flags) % 31 !== 0 || flags & 0x20) throw inflater.broken('as it must start with a zlib header');
    const bytes = inflater.run();
    const at = inflater.expectEnd(4);
    const stored = new DataView(packed.buffer, packed.byteOffset + at, 4).getUint32(0);
    if (stored !== adler32(bytes)) throw inflater.broken('as its Adler-32 must be that of the bytes which come out');
    return bytes;
  },
};

/** What comes out of a raw stream before it breaks, ends too soon or passes `maxBytes`. */
export function inflatedBefore(packed: Uint8Array, at: number, maxBytes: number): Uint8Array {
  const inflater = new Inflater(packed, at, maxBytes, 'HG_ARTIFACT_ZIP');
  try {
    return inflater.run();
  } catch (error) {
    if (!(error instanceof HorngateError)) throw error;
    return inflater.bytes;
  }
}

/** RFC 1950, 8.2. 5552 is the most bytes whose sums stay below 2^32. */
export function adler32(bytes: Uint8Array): number {
  let a = 1;
  let b = 0;
  for (let start = 0; start < bytes.length; start += 5552) {
    const end = Math.min(start + 5552, bytes.length);
    for (let at = start; at < end; at++) {
      a += bytes[at] as number;
      b += a;
    }
    a %= 65521;
    b %= 65521;
  }
  return b * 65536 + a;
}

class Inflater {
  readonly #packed: Uint8Array;
  readonly #maxBytes: number;
  readonly #code: Code;
  #at: number;
  /** Bits that were read and not yet used, lowest first. */
  #hold = 0;
  #held = 0;
  #out: Uint8Array;
  #length = 0;

  constructor(packed: Uint8Array, at: number, maxBytes: number, code: Code) {
    this.#packed = packed;
    this.#at = at;
    this.#maxBytes = maxBytes;
    this.#code = code;
    this.#out = new Uint8Array(Math.min(maxBytes, Math.max(1024, Math.min(packed.length * 4, 1 << 26))));
  }

  run(): Uint8Array {
    for (let last = 0; last === 0; ) {
      last = this.#bits(1);
      this.#block(this.#bits(2));
    }
    return this.bytes;
  }

  get bytes(): Uint8Array {
    return this.#out.subarray(0, this.#length);
  }

  /** Where the bytes behind the last block start. */
  get end(): number {
    return this.#at - (this.#held >> 3);
  }

  /** The same, when exactly `length` of them are left. */
  expectEnd(length: number): number {
    const at = this.end;
    if (this.#packed.length - at < length) throw this.#truncated();
    if (this.#packed.length - at > length) throw this.broken(`as its last block must end it: ${this.#packed.length - at - length} bytes follow`);
    return at;
  }

  broken(why: string): HorngateError {
    return new HorngateError(this.#code, `Cannot inflate ${why}`, { where: { offset: this.#at } });
  }

  #truncated(): HorngateError {
    return new HorngateError('HG_ARTIFACT_TRUNCATED', 'Cannot inflate as the packed bytes must reach to the end of the last block: they stop before', {
      where: { offset: this.#packed.length },
    });
  }

  /** RFC 1951, 3.2.3. */
  #block(type: number): void {
    if (type === 0) this.#stored();
    else if (type === 1) this.#compressed(fixedCodes.literals, fixedCodes.distances);
    else if (type === 2) this.#dynamic();
    else throw this.broken('as a block type must be 0, 1 or 2: found 3');
  }

  /** RFC 1951, 3.2.4. */
  #stored(): void {
    this.#at -= this.#held >> 3;
    this.#hold = 0;
    this.#held = 0;
    const length = this.#bits(16);
    if (this.#bits(16) !== (length ^ 0xffff)) throw this.broken('as a stored length must be followed by its complement');
    const there = Math.min(length, this.#packed.length - this.#at);
    this.#room(there);
    this.#out.set(this.#packed.subarray(this.#at, this.#at + there), this.#length);
    this.#at += there;
    this.#length += there;
    if (there < length) throw this.#truncated();
  }

  /** RFC 1951, 3.2.7. */
  #dynamic(): void {
    const literals = this.#bits(5) + 257;
    const distances = this.#bits(5) + 1;
    const codes = this.#bits(4) + 4;
    if (literals > 286 || distances > 30) throw this.broken('as there must be at most 286 length and 30 distance symbols');
    const lengths = new Uint8Array(320);
    for (let n = 0; n < codes; n++) lengths[CODE_LENGTH_ORDER[n] as number] = this.#bits(3);
    const code = this.#table(lengths.subarray(0, 19), false);
    lengths.fill(0, 0, 19);
    this.#codeLengths(code, lengths, literals + distances);
    if (lengths[256] === 0) throw this.broken('as the end of a block must have a code');
    this.#compressed(this.#table(lengths.subarray(0, literals), true), this.#table(lengths.subarray(literals, literals + distances), true));
  }

  #codeLengths(code: Huffman, lengths: Uint8Array, total: number): void {
    for (let n = 0; n < total; ) {
      const symbol = this.#symbol(code);
      if (symbol < 16) {
        lengths[n++] = symbol;
        continue;
      }
      if (symbol === 16 && n === 0) throw this.broken('as the first code length must not repeat one before it');
      const value = symbol === 16 ? (lengths[n - 1] as number) : 0;
      const repeat = symbol === 16 ? 3 + this.#bits(2) : symbol === 17 ? 3 + this.#bits(3) : 11 + this.#bits(7);
      if (n + repeat > total) throw this.broken('as repeated code lengths must end with the last symbol');
      lengths.fill(value, n, n + repeat);
      n += repeat;
    }
  }

  #compressed(literals: Huffman, distances: Huffman): void {
    for (;;) {
      const symbol = this.#symbol(literals);
      if (symbol === 256) return;
      if (symbol < 256) {
        if (this.#length === this.#out.length) this.#room(1);
        this.#out[this.#length++] = symbol;
        continue;
      }
      const base = LENGTH_BASE[symbol - 257];
      if (base === undefined) throw this.broken(`as a length symbol must be at most 285: found ${symbol}`);
      const length = base + this.#bits(LENGTH_EXTRA[symbol - 257] as number);
      this.#copy(length, this.#symbol(distances));
    }
  }

  #copy(length: number, symbol: number): void {
    const base = DISTANCE_BASE[symbol];
    if (base === undefined) throw this.broken(`as a distance symbol must be at most 29: found ${symbol}`);
    const distance = base + this.#bits(DISTANCE_EXTRA[symbol] as number);
    if (distance > this.#length) throw this.broken(`as a distance must stay inside what came out: ${distance} back from ${this.#length}`);
    this.#room(length);
    const out = this.#out;
    let to = this.#length;
    if (distance >= length) out.copyWithin(to, to - distance, to - distance + length);
    else for (const end = to + length; to < end; to++) out[to] = out[to - distance] as number;
    this.#length += length;
  }

  /** Doubles the output as bytes come out; the budget is checked before the memory is taken. */
  #room(more: number): void {
    const wanted = this.#length + more;
    if (wanted <= this.#out.length) return;
    if (wanted > this.#maxBytes)
      throw new HorngateError('HG_LIMIT_RATIO', `Cannot inflate as at most ${this.#maxBytes} bytes may come out: there are more`, {
        where: { offset: this.#at },
      });
    const grown = new Uint8Array(Math.min(this.#maxBytes, Math.max(wanted, this.#out.length * 2)));
    grown.set(this.#out.subarray(0, this.#length));
    this.#out = grown;
  }

  #table(lengths: Uint8Array, mayBeIncomplete: boolean): Huffman {
    const code = huffman(lengths, mayBeIncomplete);
    if (code === undefined) throw this.broken('as a Huffman code must be complete and not over-subscribed');
    return code;
  }

  #bits(count: number): number {
    while (this.#held < count) {
      if (this.#at >= this.#packed.length) throw this.#truncated();
      this.#hold |= (this.#packed[this.#at++] as number) << this.#held;
      this.#held += 8;
    }
    const value = this.#hold & ((1 << count) - 1);
    this.#hold >>>= count;
    this.#held -= count;
    return value;
  }

  /** Codes up to `code.bits` long by table; the rare longer ones bit by bit, canonical order (RFC 1951, 3.2.2). */
  #symbol(code: Huffman): number {
    while (this.#held < 15 && this.#at < this.#packed.length) {
      this.#hold |= (this.#packed[this.#at++] as number) << this.#held;
      this.#held += 8;
    }
    const entry = code.table[this.#hold & ((1 << code.bits) - 1)] as number;
    const length = entry === 0 ? 0 : entry & 15;
    if (length === 0) return this.#longSymbol(code);
    if (length > this.#held) throw this.#truncated();
    this.#hold >>>= length;
    this.#held -= length;
    return entry >> 4;
  }

  #longSymbol(code: Huffman): number {
    let value = 0;
    let first = 0;
    let index = 0;
    for (let length = 1; length <= 15; length++) {
      if (length > this.#held) throw this.#truncated();
      value |= (this.#hold >>> (length - 1)) & 1;
      const count = code.counts[length] as number;
      if (value - count < first) {
        this.#hold >>>= length;
        this.#held -= length;
        return code.symbols[index + value - first] as number;
      }
      index += count;
      first = (first + count) << 1;
      value <<= 1;
    }
    throw this.broken('as every code must be one of the block');
  }
}
