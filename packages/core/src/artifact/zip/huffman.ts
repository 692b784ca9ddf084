/** A canonical Huffman code (RFC 1951, 3.2.2): how many codes have each length, the symbols in order of their codes, and a table for the short ones. */
export interface Huffman {
  readonly counts: Uint16Array;
  readonly symbols: Uint16Array;
  /** Bits that index the table. */
  readonly bits: number;
  /** `symbol << 4 | length` by the next bits of the stream; 0 where the code is longer, or is none. */
  readonly table: Uint16Array;
}

/** Longer codes are rare. The table is made anew for each block, and a hostile stream has many blocks, so it stays small. */
const TABLE_BITS = 9;

/**
 * @param lengths - length of the code of each symbol, 0 for none, at most 15.
 * @param mayBeIncomplete - zlib takes a single code of one bit, or no code at all, for lengths and distances.
 * @returns undefined when the lengths make no code.
 */
export function huffman(lengths: Uint8Array, mayBeIncomplete: boolean): Huffman | undefined {
  const counts = new Uint16Array(16);
  for (const length of lengths) counts[length] = (counts[length] as number) + 1;
  const used = lengths.length - (counts[0] as number);
  counts[0] = 0;
  const left = unusedCodes(counts);
  if (left < 0 || (left > 0 && !(mayBeIncomplete && (used === 0 || (used === 1 && counts[1] === 1))))) return undefined;

  const starts = new Uint16Array(17);
  for (let length = 1; length <= 15; length++) starts[length + 1] = (starts[length] as number) + (counts[length] as number);
  const symbols = new Uint16Array(used);
  for (let symbol = 0; symbol < lengths.length; symbol++) {
    const length = lengths[symbol] as number;
    if (length === 0) continue;
    const at = starts[length] as number;
    symbols[at] = symbol;
    starts[length] = at + 1;
  }
  return { counts, symbols, bits: TABLE_BITS, table: tableOf(counts, symbols) };
}

/** How many codes of 15 bits nobody has: 0 is a complete code, below 0 an impossible one. */
function unusedCodes(counts: Uint16Array): number {
  let left = 1;
  for (let length = 1; length <= 15; length++) {
    left = left * 2 - (counts[length] as number);
    if (left < 0) return left;
  }
  return left;
}

function tableOf(counts: Uint16Array, symbols: Uint16Array): Uint16Array {
  const table = new Uint16Array(1 << TABLE_BITS);
  let code = 0;
  let index = 0;
  for (let length = 1; length <= TABLE_BITS; length++) {
    for (let n = 0; n < (counts[length] as number); n++, code++) {
      const entry = ((symbols[index++] as number) << 4) | length;
      for (let at = reverse(code, length); at < table.length; at += 1 << length) table[at] = entry;
    }
    code <<= 1;
  }
  return table;
}

/** Huffman codes are packed from their most significant bit (RFC 1951, 3.1.1). */
function reverse(code: number, length: number): number {
  let reversed = 0;
  for (let bit = 0; bit < length; bit++) reversed |= ((code >> bit) & 1) << (length - 1 - bit);
  return reversed;
}

/** RFC 1951, 3.2.6. Symbols 286, 287, 30 and 31 have codes which must not occur. */
export const fixedCodes = makeFixedCodes();

function makeFixedCodes(): { readonly literals: Huffman; readonly distances: Huffman } {
  const lengths = new Uint8Array(288).fill(8, 0, 144).fill(9, 144, 256).fill(7, 256, 280).fill(8, 280, 288);
  const literals = huffman(lengths, false);
  const distances = huffman(new Uint8Array(32).fill(5), false);
  if (literals === undefined || distances === undefined) throw new Error('The fixed codes of RFC 1951 are complete');
  return { literals, distances };
}
