import { closeSync, constants, openSync, readSync } from 'node:fs';
import { HorngateError } from '@horngate/core/words';

/**
 * What a dynamic program or library says that it needs: node, its libraries, ONNX Runtime, and what `horngate sandbox run` is to run. The last may be hostile:
 * tables are bounded, offsets are checked, and nothing but these names is taken from it.
 */
export interface DynamicNeeds {
  /** The dynamic loader; null for a library, and for a static program. */
  readonly loader: string | null;
  readonly libraries: readonly string[];
  /** DT_RPATH and DT_RUNPATH, as written. */
  readonly paths: readonly string[];
}

interface Segment {
  readonly type: number;
  readonly offset: number;
  readonly address: number;
  readonly bytes: number;
}

const PT_LOAD = 1;
const PT_DYNAMIC = 2;
const PT_INTERP = 3;
const DT = { needed: 1, strings: 5, rpath: 15, runpath: 29 };
const MACHINE_X86_64 = 62;
const SEGMENT_BYTES = 56;
const MAX_TABLE = 1 << 20;

/** @returns null when the file is no ELF-64 for x86-64. @see System V gABI, chapters 4 and 5 */
export function readNeeds(path: string): DynamicNeeds | null {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK); // a name may lead to a FIFO, which would wait for ever
  try {
    const header = piece(fd, 0, 64);
    if (header.byteLength < 64 || header.readUInt32BE(0) !== 0x7f454c46 || header[4] !== 2 || header.readUInt16LE(18) !== MACHINE_X86_64) return null;
    if (header.readUInt16LE(54) < SEGMENT_BYTES) return null;
    return needsOf(fd, readSegments(fd, header));
  } finally {
    closeSync(fd);
  }
}

function readSegments(fd: number, header: Buffer): Segment[] {
  const size = header.readUInt16LE(54);
  const table = piece(fd, Number(header.readBigUInt64LE(32)), size * header.readUInt16LE(56));
  return Array.from({ length: Math.floor(table.byteLength / size) }, (_, index) => {
    const [offset, address, , bytes] = [8, 16, 24, 32].map((field) => Number(table.readBigUInt64LE(size * index + field))) as [number, number, number, number];
    return { type: table.readUInt32LE(size * index), offset, address, bytes };
  });
}

function needsOf(fd: number, segments: readonly Segment[]): DynamicNeeds {
  const interpreter = segments.find(({ type }) => type === PT_INTERP);
  const loader = interpreter === undefined ? null : textAt(piece(fd, interpreter.offset, interpreter.bytes), 0);
  const dynamic = segments.find(({ type }) => type === PT_DYNAMIC);
  if (dynamic === undefined) return { loader, libraries: [], paths: [] };
  const table = piece(fd, dynamic.offset, dynamic.bytes);
  const entries = Array.from(
    { length: Math.floor(table.byteLength / 16) },
    (_, index) => [Number(table.readBigInt64LE(16 * index)), Number(table.readBigUInt64LE(16 * index + 8))] as const,
  );
  const stringsAt = entries.find(([tag]) => tag === DT.strings)?.[1] ?? 0;
  const holder = segments.find(({ type, address, bytes }) => type === PT_LOAD && address <= stringsAt && stringsAt < address + bytes);
  if (holder === undefined) return { loader, libraries: [], paths: [] };
  const strings = piece(fd, holder.offset + stringsAt - holder.address, MAX_TABLE);
  const texts = (...tags: number[]): string[] => entries.filter(([tag]) => tags.includes(tag)).map(([, at]) => textAt(strings, at));
  return { loader, libraries: texts(DT.needed), paths: texts(DT.rpath, DT.runpath).flatMap((path) => path.split(':')) };
}

function piece(fd: number, offset: number, bytes: number): Buffer {
  if (bytes > MAX_TABLE || !Number.isSafeInteger(offset))
    throw new HorngateError(
      'HG_UNAVAILABLE_STORE',
      `Cannot stage a program as its tables must be within ${MAX_TABLE} bytes of the file: found ${bytes} at ${offset}`,
    );
  const into = Buffer.alloc(bytes);
  return into.subarray(0, readSync(fd, into, 0, bytes, offset));
}

const textAt = (bytes: Buffer, at: number): string => bytes.toString('utf8', at, Math.max(at, bytes.indexOf(0, at)));
