const [P1, P2, P3, P4, P5] = [0x9e3779b1, 0x85ebca77, 0xc2b2ae3d, 0x27d4eb2f, 0x165667b1];

/** XXH32 with seed 0, the checksum of LZ4 frames (xxhash_spec.md 0.1.1, "XXH32 algorithm description"). */
export function xxHash32(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const striped = bytes.length & ~15;
  let hash = (bytes.length < 16 ? P5 : stripes(view, striped)) + bytes.length;
  let at = striped;
  for (; at + 4 <= bytes.length; at += 4) hash = Math.imul(rotated(hash + Math.imul(view.getUint32(at, true), P3), 17), P4);
  for (; at < bytes.length; at++) hash = Math.imul(rotated(hash + Math.imul(view.getUint8(at), P5), 11), P1);
  hash = Math.imul(hash ^ (hash >>> 15), P2);
  hash = Math.imul(hash ^ (hash >>> 13), P3);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function stripes(view: DataView, end: number): number {
  let [a, b, c, d] = [P1 + P2, P2, 0, -P1];
  for (let at = 0; at < end; at += 16) {
    a = round(a, view.getUint32(at, true));
    b = round(b, view.getUint32(at + 4, true));
    c = round(c, view.getUint32(at + 8, true));
    d = round(d, view.getUint32(at + 12, true));
  }
  return rotated(a, 1) + rotated(b, 7) + rotated(c, 12) + rotated(d, 18);
}

const round = (sum: number, lane: number): number => Math.imul(rotated((sum + Math.imul(lane, P2)) | 0, 13), P1);
const rotated = (value: number, bits: number): number => (value << bits) | (value >>> (32 - bits));
