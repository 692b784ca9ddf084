/**
 * Takes filters for programs and rows away: branches hold absolute addresses in the packed bytes and relative ones in what comes out. After XZ Utils' `simple/arm.c`,
 * `armthumb.c`, `powerpc.c`, `sparc.c` and `delta/delta_decoder.c`. Every filter changes the bytes in place.
 *
 * @param from - address of the first byte.
 */
type Filter = (bytes: Uint8Array, from: number) => void;

export const withoutArm: Filter = (bytes, from) => {
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    if (bytes[at + 3] !== 0xeb) continue;
    const source = (bytes[at] as number) | ((bytes[at + 1] as number) << 8) | ((bytes[at + 2] as number) << 16);
    const target = ((source << 2) - (from + at + 8)) >>> 2;
    bytes.set([target & 255, (target >>> 8) & 255, (target >>> 16) & 255], at);
  }
};

export const withoutArmThumb: Filter = (bytes, from) => {
  for (let at = 0; at + 4 <= bytes.length; at += 2) {
    const [low, high, second, third] = bytes.subarray(at, at + 4) as unknown as readonly [number, number, number, number];
    if ((high & 0xf8) !== 0xf0 || (third & 0xf8) !== 0xf8) continue;
    const source = ((high & 7) << 19) | (low << 11) | ((third & 7) << 8) | second;
    const target = ((source << 1) - (from + at + 4)) >>> 1;
    bytes.set([(target >>> 11) & 255, 0xf0 | ((target >>> 19) & 7), target & 255, 0xf8 | ((target >>> 8) & 7)], at);
    at += 2;
  }
};

export const withoutPowerPc: Filter = (bytes, from) => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    const word = view.getUint32(at);
    if (word >>> 26 === 0x12 && (word & 3) === 1) view.setUint32(at, 0x48000000 | ((((word & 0x3fffffc) - (from + at)) & 0x3fffffc) | 1));
  }
};

export const withoutSparc: Filter = (bytes, from) => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    const word = view.getUint32(at);
    if (word >>> 22 !== 0x100 && word >>> 22 !== 0x1ff) continue;
    const target = ((word << 2) - (from + at)) >>> 2;
    view.setUint32(at, ((-((target >>> 22) & 1) << 22) & 0x3fffffff) | (target & 0x3fffff) | 0x40000000);
  }
};

/** @param distance - 1 to 256. */
export function withoutDelta(bytes: Uint8Array, distance: number): void {
  for (let at = distance; at < bytes.length; at++) bytes[at] = ((bytes[at] as number) + (bytes[at - distance] as number)) & 255;
}
