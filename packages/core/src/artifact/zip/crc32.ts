/** CRC-32 of IEEE 802.3 (reflected polynomial 0xEDB88320), as ZIP and PNG use it (APPNOTE 6.3.10, 4.4.7). Four bytes a step: one table for each. */
const TABLES = makeTables();
const [T0, T1, T2, T3] = TABLES;

/** @param seed - what an earlier call returned, to go on from there. */
export function crc32(bytes: Uint8Array, seed = 0): number {
  let crc = ~seed;
  let at = 0;
  for (const end = bytes.length & ~3; at < end; at += 4) {
    crc ^= (bytes[at] as number) | ((bytes[at + 1] as number) << 8) | ((bytes[at + 2] as number) << 16) | ((bytes[at + 3] as number) << 24);
    crc = (T3[crc & 255] as number) ^ (T2[(crc >>> 8) & 255] as number) ^ (T1[(crc >>> 16) & 255] as number) ^ (T0[crc >>> 24] as number);
  }
  for (; at < bytes.length; at++) crc = (crc >>> 8) ^ (T0[(crc ^ (bytes[at] as number)) & 255] as number);
  return ~crc >>> 0;
}

function makeTables(): readonly [Int32Array, Int32Array, Int32Array, Int32Array] {
  const first = new Int32Array(256);
  for (let n = 0; n < 256; n++) {
    let c = n;
    for (let bit = 0; bit < 8; bit++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
    first[n] = c;
  }
  const next = (table: Int32Array): Int32Array => table.map((c) => (c >>> 8) ^ (first[c & 255] as number));
  const second = next(first);
  const third = next(second);
  return [first, second, third, next(third)];
}
