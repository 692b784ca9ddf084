/** Which byte of an address was taken for a branch before, by the three bits of history (0, 1, 2 and 4 branches back). */
const BYTE_OF = [0, 1, 2, 2, 3];

const isEdge = (byte: number): boolean => byte === 0 || byte === 0xff;

/**
 * Takes the filter for x86 away: branches (E8, E9) hold absolute addresses in the packed bytes and relative ones in what comes out. Data have such bytes too,
 * so the filter looks at what stood before. After XZ Utils' `simple/x86.c` and the LZMA SDK's `Bra86.c`, which agree byte for byte.
 *
 * @param from - address of the first byte.
 */
export function withoutBcj(packed: Uint8Array, from = 0): Uint8Array {
  const bytes = packed.slice();
  const view = new DataView(bytes.buffer);
  let mask = 0;
  let before = -5;
  for (let at = 0; at + 5 <= bytes.length; ) {
    const byte = bytes[at] as number;
    if (byte !== 0xe8 && byte !== 0xe9) {
      at += 1;
      continue;
    }
    const distance = at - before;
    before = at;
    if (distance > 5) mask = 0;
    else for (let n = 0; n < distance; n++) mask = (mask & 0x77) << 1;
    const highest = bytes[at + 4] as number;
    if (isEdge(highest) && mask >> 1 <= 4 && mask >> 1 !== 3) {
      const address = relative(view.getUint32(at + 1, true), from + at + 5, mask);
      view.setUint32(at + 1, ((address & 0x1ffffff) << 7) >> 7, true);
      at += 5;
      mask = 0;
    } else {
      at += 1;
      mask |= isEdge(highest) ? 0x11 : 1;
    }
  }
  return bytes;
}

function relative(absolute: number, from: number, mask: number): number {
  for (let source = absolute; ; ) {
    const address = (source - from) >>> 0;
    if (mask === 0) return address;
    const shift = (BYTE_OF[mask >> 1] as number) * 8;
    if (!isEdge((address >>> (24 - shift)) & 255)) return address;
    source = (address ^ (2 ** (32 - shift) - 1)) >>> 0;
  }
}
