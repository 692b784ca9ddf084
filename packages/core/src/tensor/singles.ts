/** The float32 numbers that little-endian bytes hold: over the same memory where they are aligned, else copied (a Buffer's own `slice` does not copy). */
export function singlesOf(bytes: Uint8Array): Float32Array {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : new Uint8Array(bytes);
  return new Float32Array(aligned.buffer as ArrayBuffer, aligned.byteOffset, aligned.byteLength / 4);
}
