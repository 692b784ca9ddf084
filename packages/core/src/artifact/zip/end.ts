import { HorngateError } from '../../words/error.ts';
import type { ByteSource } from '../../words/ports.ts';
import type { ZipAnomalyKind } from '../anomalies.ts';
import { Cursor } from '../cursor.ts';

/** APPNOTE 4.3.16, 4.3.14, 4.3.15: signatures of the ZIP64 records, and sizes without variable parts. */
const END64 = 0x06064b50;
const LOCATOR64 = 0x07064b50;
const END_BYTES = 22;
const END64_BYTES = 56;
const LOCATOR64_BYTES = 20;
const MAX_COMMENT = 0xffff;

export interface ZipEnd {
  /** Where the directory starts and ends, from the start of the source. */
  readonly directory: number;
  readonly directoryEnd: number;
  /** Records that the end claims. */
  readonly count: number;
  /** What must be added to every offset of the archive, as Python does when something stands before it. */
  readonly shift: number;
  /** Places of other end records; one inside a member's data is nobody's end. */
  readonly otherEnds: readonly number[];
}

export type Report = (kind: ZipAnomalyKind, offset: number, message: string) => void;

/**
 * Finds the end record as Python's zipfile does: at the very end, else the last signature in the last 64 KiB.
 *
 * @throws HG_ARTIFACT_ZIP without one, or with one that contradicts itself; HG_ARTIFACT_TRUNCATED when its comment is cut.
 */
export function readEnd(source: ByteSource, report: Report): ZipEnd {
  const tailAt = Math.max(0, source.size - END_BYTES - MAX_COMMENT);
  const tail = source.read(tailAt, source.size - tailAt);
  const places = signatures(tail);
  const exact = tail.length - END_BYTES;
  const chosen = places.includes(exact) && tail[tail.length - 1] === 0 && tail[tail.length - 2] === 0 ? exact : places.at(-1);
  if (chosen === undefined || chosen > exact) throw broken('have an end record', 'it has none', source.size);

  const at = tailAt + chosen;
  const end = readEndRecord(tail.subarray(chosen), at);
  const behind = at + END_BYTES + end.comment;
  if (behind > source.size)
    throw new HorngateError('HG_ARTIFACT_TRUNCATED', `Cannot read the comment as it must have ${end.comment} bytes: the file ends before`, {
      where: { offset: at },
    });
  if (behind < source.size) report('zip/trailing-data', behind, `${source.size - behind} bytes follow the end of the archive`);
  if (end.comment > 0) report('zip/comment', at + END_BYTES, `The archive has a comment of ${end.comment} bytes`);

  const wide = readEnd64(source, at, end, report);
  const directory = wide.start - wide.size;
  if (directory < 0) throw broken('hold its directory', `${wide.size} bytes do not fit before the end record`, at);
  const otherEnds = places.map((place) => tailAt + place).filter((place) => place !== at);
  return { directory, directoryEnd: wide.start, count: wide.count, shift: directory - wide.offset, otherEnds };
}

interface Directory {
  readonly count: number;
  readonly size: number;
  readonly offset: number;
}

function readEndRecord(bytes: Uint8Array, at: number): Directory & { readonly comment: number } {
  const cursor = new Cursor(bytes, { base: at });
  cursor.skip(4);
  const disks = [cursor.u16(), cursor.u16()];
  const here = cursor.u16();
  const count = cursor.u16();
  const [size, offset, comment] = [cursor.u32(), cursor.u32(), cursor.u16()];
  if (disks.some((disk) => disk !== 0 && disk !== 0xffff)) throw broken('be on one disk', 'it is on several', at);
  if (here !== count) throw broken('count its members once', `it says ${here} and ${count}`, at);
  return { count, size, offset, comment };
}

/** Python takes the ZIP64 records wherever their locator stands right before the end record; others only when a number of that is all ones. */
function readEnd64(source: ByteSource, endAt: number, end: Directory, report: Report): Directory & { readonly start: number } {
  const at = endAt - LOCATOR64_BYTES - END64_BYTES;
  const needed = end.count === 0xffff || end.size === 0xffffffff || end.offset === 0xffffffff;
  const locator =
    at < 0 ? undefined : new Cursor(source.read(endAt - LOCATOR64_BYTES, LOCATOR64_BYTES), { code: 'HG_ARTIFACT_ZIP', base: endAt - LOCATOR64_BYTES });
  if (locator === undefined || locator.u32() !== LOCATOR64) {
    if (needed && (end.size === 0xffffffff || end.offset === 0xffffffff)) throw broken('have ZIP64 end records', 'it has none', endAt);
    return { ...end, start: endAt };
  }
  const disk = locator.u32();
  const offset = locator.u64();
  if (disk !== 0 || locator.u32() > 1) throw broken('be on one disk', 'it is on several', endAt);
  const wide = readEnd64Record(source, at);
  const shift = at - wide.size - wide.offset;
  if (offset + shift !== at) report('zip/zip64-mismatch', endAt - LOCATOR64_BYTES, `The locator names byte ${offset}, the record stands at ${at}`);
  const same = (narrow: number, ones: number, value: number): boolean => narrow === ones || narrow === value;
  if (!same(end.count, 0xffff, wide.count) || !same(end.size, 0xffffffff, wide.size) || !same(end.offset, 0xffffffff, wide.offset))
    report('zip/zip64-mismatch', endAt, 'The end record and the ZIP64 end record say different things');
  return { ...wide, start: at };
}

function readEnd64Record(source: ByteSource, at: number): Directory {
  const cursor = new Cursor(source.read(at, END64_BYTES), { code: 'HG_ARTIFACT_ZIP', base: at });
  if (cursor.u32() !== END64 || cursor.u64() !== END64_BYTES - 12) throw broken('have a ZIP64 end record of 56 bytes before the locator', 'there is none', at);
  cursor.skip(4);
  const disks = cursor.u32() + cursor.u32();
  const here = cursor.u64();
  const count = cursor.u64();
  if (disks !== 0 || here !== count) throw broken('be on one disk, with one count', `it says ${here} and ${count}`, at);
  return { count, size: cursor.u64(), offset: cursor.u64() };
}

/** Places of 0x06054b50. */
function signatures(bytes: Uint8Array): number[] {
  const places: number[] = [];
  for (let at = bytes.indexOf(0x50); at >= 0 && at + 4 <= bytes.length; at = bytes.indexOf(0x50, at + 1))
    if (bytes[at + 1] === 0x4b && bytes[at + 2] === 5 && bytes[at + 3] === 6) places.push(at);
  return places;
}

function broken(wanted: string, found: string, offset: number): HorngateError {
  return new HorngateError('HG_ARTIFACT_ZIP', `Cannot read the archive as it must ${wanted}: ${found}`, { where: { offset } });
}
