/** A copy with the bytes of each element turned round: big-endian to little-endian. */
export function swapped(bytes: Uint8Array, elementSize: number): Uint8Array {
  const out = Uint8Array.from(bytes);
  if (elementSize > 1) for (let at = 0; at + elementSize <= out.length; at += elementSize) out.subarray(at, at + elementSize).reverse();
  return out;
}
