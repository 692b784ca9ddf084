/** CRC-64 of ECMA-182 (reflected polynomial 0xC96C5795D7870F42), as .xz has it by default (xz-file-format 1.2.1, 6): a table for each half. */
const [HIGH, LOW] = makeTables();

/** @returns both halves, each from 0 to 2^32 - 1. */
export function crc64(bytes: Uint8Array): { readonly high: number; readonly low: number } {
  let [high, low] = [-1, -1];
  for (let at = 0; at < bytes.length; at++) {
    const index = (low ^ (bytes[at] as number)) & 255;
    low = ((low >>> 8) | (high << 24)) ^ (LOW[index] as number);
    high = (high >>> 8) ^ (HIGH[index] as number);
  }
  return { high: ~high >>> 0, low: ~low >>> 0 };
}

function makeTables(): readonly [Int32Array, Int32Array] {
  const tables = [new Int32Array(256), new Int32Array(256)] as const;
  for (let n = 0; n < 256; n++) {
    let [high, low] = [0, n];
    for (let bit = 0; bit < 8; bit++) {
      const odd = low & 1;
      low = (low >>> 1) | (high << 31);
      high >>>= 1;
      if (odd) [high, low] = [high ^ 0xc96c5795, low ^ 0xd7870f42];
    }
    [tables[0][n], tables[1][n]] = [high, low];
  }
  return tables;
}
