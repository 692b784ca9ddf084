/**
 * A program of one segment and no libraries, which ends with `status`; with `loader`, one that names it as its dynamic loader (PT_INTERP).
 *
 * @see System V gABI, chapter 4 (ELF-64, x86-64)
 */
export function staticProgram(status: number, loader?: string): Uint8Array {
  const segments = loader === undefined ? 1 : 2;
  const codeAt = 64 + 56 * segments;
  const code = Uint8Array.of(0xbf, status, 0, 0, 0, 0xb8, 231, 0, 0, 0, 0x0f, 0x05); // mov edi, status; mov eax, exit_group; syscall
  const text = Buffer.from(`${loader ?? ''}\0`);
  const file = Buffer.alloc(codeAt + code.length + text.length);
  file.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  file.writeUInt16LE(2, 16);
  file.writeUInt16LE(62, 18);
  file.writeUInt32LE(1, 20);
  file.writeBigUInt64LE(BigInt(0x400000 + codeAt), 24);
  file.writeBigUInt64LE(64n, 32);
  for (const [value, at] of [
    [64, 52],
    [56, 54],
    [segments, 56],
    [64, 58],
  ] as const)
    file.writeUInt16LE(value, at);
  segment(file, 64, 1, 0, 0x400000, file.length);
  if (loader !== undefined) segment(file, 64 + 56, 3, codeAt + code.length, 0, text.length);
  file.set(code, codeAt);
  file.set(text, codeAt + code.length);
  return file;
}

function segment(file: Buffer, at: number, type: number, offset: number, address: number, bytes: number): void {
  file.writeUInt32LE(type, at);
  file.writeUInt32LE(5, at + 4);
  [offset, address, address, bytes, bytes, 4096].forEach((value, index) => {
    file.writeBigUInt64LE(BigInt(value), at + 8 + 8 * index);
  });
}
