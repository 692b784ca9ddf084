import { HorngateError } from '@horngate/core/words';
import type { Assembly } from './assembler.ts';

/** Where a launcher lies in memory: above vm.mmap_min_addr (65536), below the guarded border (see `GUARD`). */
export const CODE_ADDRESS = 0x20000;
export const DATA_ADDRESS = 0x40000;

const HEADER = 64;
const SEGMENT = 56;
const ET_EXEC = 2;
const ET_DYN = 3;
const PT_LOAD = 1;
const PT_DYNAMIC = 2;
const PT_GNU_STACK = 0x6474e551;
const READ_EXECUTE = 5;
const READ_WRITE = 6;

interface Segment {
  readonly type: number;
  readonly flags: number;
  readonly offset: number;
  readonly address: number;
  readonly bytes: number;
}

/**
 * A static executable of two segments, code and data, neither of them writable and executable.
 *
 * The data starts with what was put first into the assembly: its address is DATA_ADDRESS whatever the code is.
 *
 * @see System V gABI, chapters 4 and 5 (ELF-64)
 */
export function executable(assembly: Assembly): Uint8Array {
  const codeAt = HEADER + 3 * SEGMENT;
  const code = assembly.encode(CODE_ADDRESS + codeAt, DATA_ADDRESS);
  const data = assembly.dataBytes;
  const dataAt = roundUp(codeAt + code.byteLength, assembly.encoder.pageBytes);
  if (CODE_ADDRESS + dataAt > DATA_ADDRESS)
    throw new HorngateError('HG_GUEST_START', `Cannot write a launcher as its code must end before its data: found ${code.byteLength} bytes`);
  const segments = [
    { type: PT_LOAD, flags: READ_EXECUTE, offset: 0, address: CODE_ADDRESS, bytes: codeAt + code.byteLength },
    { type: PT_LOAD, flags: READ_WRITE, offset: dataAt, address: DATA_ADDRESS, bytes: data.byteLength },
    { type: PT_GNU_STACK, flags: READ_WRITE, offset: 0, address: 0, bytes: 0 },
  ];
  return place([
    [0, header(assembly, ET_EXEC, CODE_ADDRESS + codeAt, segments)],
    [codeAt, code],
    [dataAt, data],
  ]);
}

const NAME = '\0lock\0';
const DT = { hash: 4, strtab: 5, symtab: 6, strsz: 10, syment: 11, init: 12, end: 0 };

/** A shared object without symbols, whose initialiser (DT_INIT) is the assembly: loading it runs it. */
export function sharedObject(assembly: Assembly): Uint8Array {
  const { enter, leave } = assembly.encoder;
  const symbolsAt = HEADER + 4 * SEGMENT; // one null symbol of 24 bytes
  const stringsAt = symbolsAt + 24;
  const hashAt = roundUp(stringsAt + NAME.length, 8); // one bucket, one chain, both empty
  const codeAt = roundUp(hashAt + 16, 16);
  const codeBytes = enter.length + assembly.codeBytes + leave.length;
  const dynamicAt = roundUp(codeAt + codeBytes, assembly.encoder.pageBytes);
  const dynamic = words64([DT.hash, hashAt, DT.strtab, stringsAt, DT.symtab, symbolsAt, DT.strsz, NAME.length, DT.syment, 24, DT.init, codeAt, DT.end, 0]);
  const dataAt = dynamicAt + dynamic.byteLength;
  const data = assembly.dataBytes;
  const code = Uint8Array.from([...enter, ...assembly.encode(codeAt + enter.length, dataAt), ...leave]);
  const segments = [
    { type: PT_LOAD, flags: READ_EXECUTE, offset: 0, address: 0, bytes: codeAt + codeBytes },
    { type: PT_LOAD, flags: READ_WRITE, offset: dynamicAt, address: dynamicAt, bytes: dynamic.byteLength + data.byteLength },
    { type: PT_DYNAMIC, flags: READ_WRITE, offset: dynamicAt, address: dynamicAt, bytes: dynamic.byteLength },
    { type: PT_GNU_STACK, flags: READ_WRITE, offset: 0, address: 0, bytes: 0 },
  ];
  const hash = new Uint8Array(Uint32Array.of(1, 1, 0, 0).buffer);
  const parts: [number, Uint8Array][] = [
    [0, header(assembly, ET_DYN, 0, segments)],
    [stringsAt, new TextEncoder().encode(NAME)],
    [hashAt, hash],
    [codeAt, code],
    [dynamicAt, dynamic],
    [dataAt, data],
  ];
  return place(parts);
}

function header(assembly: Assembly, type: number, entry: number, segments: readonly Segment[]): Uint8Array {
  const bytes = new Uint8Array(HEADER + SEGMENT * segments.length);
  const view = new DataView(bytes.buffer);
  bytes.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]); // ELF, 64 bit, little-endian, version 1
  view.setUint16(16, type, true);
  view.setUint16(18, assembly.encoder.machine, true);
  view.setUint32(20, 1, true);
  view.setBigUint64(24, BigInt(entry), true);
  view.setBigUint64(32, BigInt(HEADER), true); // segments follow the header; there are no sections
  view.setUint16(52, HEADER, true);
  view.setUint16(54, SEGMENT, true);
  view.setUint16(56, segments.length, true);
  view.setUint16(58, 64, true);
  segments.forEach(({ type: kind, flags, offset, address, bytes: size }, index) => {
    const at = HEADER + SEGMENT * index;
    view.setUint32(at, kind, true);
    view.setUint32(at + 4, flags, true);
    bytes.set(words64([offset, address, address, size, size, kind === PT_LOAD ? assembly.encoder.pageBytes : 16]), at + 8);
  });
  return bytes;
}

const words64 = (values: readonly number[]): Uint8Array => new Uint8Array(BigUint64Array.from(values, BigInt).buffer);
const roundUp = (value: number, unit: number): number => Math.ceil(value / unit) * unit;

function place(parts: readonly (readonly [number, Uint8Array])[]): Uint8Array {
  const file = new Uint8Array(Math.max(...parts.map(([at, bytes]) => at + bytes.byteLength)));
  for (const [at, bytes] of parts) file.set(bytes, at);
  return file;
}
