import { broken, type Output } from './output.ts';

const BLOCK = 0x314159265359;
const END = 0x177245385090;
const GROUP = 50;
const MAX_CODE = 20;

/**
 * All streams of a `.bz2` file, one behind the other: Huffman codes, move-to-front, run lengths and the Burrows-Wheeler transform, after the format that bzip2 1.0.8
 * writes (J. Seward; there is no specification but the program). Checksums of blocks are verified.
 *
 * @param out - keeps what came out before the data broke.
 * @returns the offset behind the last stream.
 * @throws HG_ARTIFACT_ARCHIVE, HG_LIMIT_RATIO
 */
export function unpackBzip2(packed: Uint8Array, out: Output): number {
  const bits = new Bits(packed);
  do stream(bits, out);
  while (MAGIC.every((byte, n) => packed[bits.offset + n] === byte));
  return bits.offset;
}

const MAGIC = [0x42, 0x5a, 0x68];

/** Bits, highest first. */
class Bits {
  readonly #bytes: Uint8Array;
  #at = 0;
  #hold = 0;
  #held = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get offset(): number {
    return this.#at;
  }

  bit(): number {
    if (this.#held === 0) {
      if (this.#at >= this.#bytes.length) throw broken('bzip2', 'it must have bytes to its end', this.#at);
      this.#hold = this.#bytes[this.#at++] as number;
      this.#held = 8;
    }
    return (this.#hold >> --this.#held) & 1;
  }

  read(count: number): number {
    let value = 0;
    for (let n = 0; n < count; n++) value = value * 2 + this.bit();
    return value;
  }

  /** Streams end at whole bytes. */
  align(): void {
    this.#held = 0;
  }
}

function stream(bits: Bits, out: Output): void {
  if (bits.read(24) !== 0x425a68) throw broken('bzip2', 'a stream must begin here', bits.offset);
  const level = bits.read(8) - 0x30;
  if (level < 1 || level > 9) throw broken('bzip2', 'its level must be 1 to 9', bits.offset);
  for (;;) {
    const kind = bits.read(48);
    if (kind === END) break;
    if (kind !== BLOCK) throw broken('bzip2', 'a block must begin here', bits.offset);
    block(bits, level * 100_000, out);
  }
  bits.read(32); // of all blocks together: each has its own, which was verified
  bits.align();
}

function block(bits: Bits, capacity: number, out: Output): void {
  const sum = bits.read(32);
  if (bits.bit() === 1) throw broken('bzip2', 'its blocks must not be randomised, as only version 0.9 did', bits.offset);
  const origin = bits.read(24);
  const counts = new Uint32Array(256);
  const last = symbols(bits, capacity, counts);
  if (origin >= last.length) throw broken('bzip2', 'the transform must begin inside its block', bits.offset);
  const next = inverse(last, counts);
  const crc = writeRuns(last, next, origin, out);
  if (crc !== sum) throw broken('bzip2', 'the checksum of a block must be that of its data', bits.offset);
}

/** The last column of the transform, from Huffman codes, zero runs and move-to-front. */
function symbols(bits: Bits, capacity: number, counts: Uint32Array): Uint8Array {
  const front = usedBytes(bits);
  const groups = bits.read(3);
  if (groups < 2 || groups > 6) throw broken('bzip2', 'it must have 2 to 6 codes', bits.offset);
  const selectors = readSelectors(bits, groups);
  const codes = Array.from({ length: groups }, () => readCode(bits, front.length + 2));
  const last = new Uint8Array(capacity);
  const end = front.length + 1;
  let length = 0;
  let run = 0;
  let weight = 1;
  const flush = (): void => {
    if (run === 0) return;
    if (length + run > capacity) throw broken('bzip2', 'a block must fit its level', bits.offset);
    const byte = front[0] as number;
    last.fill(byte, length, length + run);
    counts[byte] = (counts[byte] as number) + run;
    length += run;
    [run, weight] = [0, 1];
  };
  for (let n = 0; ; n++) {
    const code = codes[selectors[Math.floor(n / GROUP)] ?? -1];
    if (code === undefined) throw broken('bzip2', 'a group must have its selector', bits.offset);
    const symbol = readSymbol(bits, code);
    if (symbol < 2) {
      run += weight * (symbol + 1);
      weight *= 2;
      if (run > capacity) throw broken('bzip2', 'a block must fit its level', bits.offset);
      continue;
    }
    flush();
    if (symbol === end) return last.subarray(0, length);
    const [byte = 0] = front.splice(symbol - 1, 1);
    front.unshift(byte);
    if (length === capacity) throw broken('bzip2', 'a block must fit its level', bits.offset);
    last[length++] = byte;
    counts[byte] = (counts[byte] as number) + 1;
  }
}

function usedBytes(bits: Bits): number[] {
  const rows = bits.read(16);
  const used: number[] = [];
  for (let row = 0; row < 16; row++) {
    if (((rows >> (15 - row)) & 1) === 0) continue;
    const columns = bits.read(16);
    for (let column = 0; column < 16; column++) if ((columns >> (15 - column)) & 1) used.push(row * 16 + column);
  }
  if (used.length === 0) throw broken('bzip2', 'a block must use some byte', bits.offset);
  return used;
}

function readSelectors(bits: Bits, groups: number): Uint8Array {
  const count = bits.read(15);
  if (count === 0) throw broken('bzip2', 'it must have selectors', bits.offset);
  const order = Array.from({ length: groups }, (_, group) => group);
  return Uint8Array.from({ length: count }, () => {
    let index = 0;
    while (bits.bit() === 1) if (++index >= groups) throw broken('bzip2', 'a selector must name a code', bits.offset);
    const [group = 0] = order.splice(index, 1);
    order.unshift(group);
    return group;
  });
}

/** A canonical code: for each length its first code, how many there are, and the symbols in order. */
interface Code {
  readonly counts: Uint16Array;
  readonly symbols: Uint16Array;
}

function readCode(bits: Bits, size: number): Code {
  let length = bits.read(5);
  const lengths = Uint8Array.from({ length: size }, () => {
    for (;;) {
      if (length < 1 || length > MAX_CODE) throw broken('bzip2', 'a code must have 1 to 20 bits', bits.offset);
      if (bits.bit() === 0) return length;
      length += bits.bit() === 0 ? 1 : -1;
    }
  });
  const counts = new Uint16Array(MAX_CODE + 1);
  for (const one of lengths) counts[one] = (counts[one] as number) + 1;
  const symbols = Uint16Array.from([...lengths.keys()].sort((a, b) => (lengths[a] as number) - (lengths[b] as number) || a - b));
  return { counts, symbols };
}

function readSymbol(bits: Bits, { counts, symbols }: Code): number {
  let code = 0;
  let first = 0;
  let index = 0;
  for (let length = 1; length <= MAX_CODE; length++) {
    code = code * 2 + bits.bit();
    const count = counts[length] as number;
    if (code - first < count) return symbols[index + code - first] as number;
    index += count;
    first = (first + count) * 2;
  }
  throw broken('bzip2', 'its codes must be complete', bits.offset);
}

/** For each place of the first column, where its byte stands in the last. */
function inverse(last: Uint8Array, counts: Uint32Array): Uint32Array {
  const starts = new Uint32Array(256);
  for (let byte = 1; byte < 256; byte++) starts[byte] = (starts[byte - 1] as number) + (counts[byte - 1] as number);
  const next = new Uint32Array(last.length);
  for (let at = 0; at < last.length; at++) {
    const byte = last[at] as number;
    const place = starts[byte] as number;
    next[place] = at;
    starts[byte] = place + 1;
  }
  return next;
}

/** Four equal bytes are followed by how many more there are. @returns the checksum of what was written. */
function writeRuns(last: Uint8Array, next: Uint32Array, origin: number, out: Output): number {
  let crc = 0xffffffff;
  let at = next[origin] as number;
  let equal = 0;
  let before = -1;
  for (let n = 0; n < last.length; n++, at = next[at] as number) {
    const byte = last[at] as number;
    if (equal === 4) {
      for (let more = 0; more < byte; more++) {
        out.push(before);
        crc = step(crc, before);
      }
      [equal, before] = [0, -1];
      continue;
    }
    equal = byte === before ? equal + 1 : 1;
    before = byte;
    out.push(byte);
    crc = step(crc, byte);
  }
  return ~crc >>> 0;
}

/** CRC-32 with its bits the other way round than in ZIP. */
const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte << 24;
  for (let bit = 0; bit < 8; bit++) value = value & 0x80000000 ? (value << 1) ^ 0x04c11db7 : value << 1;
  return value;
});

const step = (crc: number, byte: number): number => ((crc << 8) ^ (TABLE[((crc >>> 24) ^ byte) & 255] as number)) >>> 0;
