import { HorngateError } from '../../words/error.ts';
import type { Limits } from '../../words/limits.ts';
import type { ByteSource } from '../../words/ports.ts';
import { Cursor } from '../cursor.ts';
import { broken } from '../packed/output.ts';
import { crc32 } from '../zip/crc32.ts';
import { type Coder, type Folder, type Part, type Streams, unpackFolder, unread } from './unpack-folder.ts';
import { decodeUtf16 } from './utf16.ts';

export const SEVEN_ZIP = [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c];
const START = 32;
const MAX_HEADER = 1 << 24;

/** Ids of the header's parts (7zFormat.txt of the LZMA SDK). */
const ID = {
  end: 0,
  header: 1,
  mainStreams: 4,
  files: 5,
  pack: 6,
  unpack: 7,
  subStreams: 8,
  size: 9,
  crc: 10,
  folder: 11,
  unpackSize: 12,
  numUnpack: 13,
  emptyStream: 14,
  emptyFile: 15,
  names: 17,
  attributes: 21,
  encoded: 23,
};
export interface SevenZipMember {
  readonly path: string;
  readonly folder: boolean;
  /** Whether its attributes say that it is a symbolic link, as p7zip writes them. */
  readonly link: boolean;
  readonly bytes: number;
  /** CRC-32, where the header says one: whoever unpacks compares it. */
  readonly crc: number | undefined;
}

export interface SevenZip {
  readonly members: readonly SevenZipMember[];
  /** Behind the header, which stands last. */
  readonly end: number;
  /** Unpacks one group of members, in their order. @throws HG_UNSUPPORTED_FORMAT for methods other than Copy, LZMA, LZMA2, deflate, bzip2, Delta and the filters for x86, PowerPC, ARM and SPARC; HG_LIMIT_RATIO, HG_LIMIT_BYTES */
  readonly groups: readonly { readonly members: readonly SevenZipMember[]; unpack(maxBytes: number): readonly Uint8Array[] }[];
}

export type SevenZipLimits = Pick<Limits, 'maxEntries' | 'maxRatio'>;

/** Opens a 7z archive: its start header, its header (packed or not), and its members. Both checksums of the headers are verified. */
export function readSevenZip(source: ByteSource, { maxEntries, maxRatio }: SevenZipLimits): SevenZip {
  const start = source.read(0, START);
  const view = new DataView(start.buffer, start.byteOffset);
  if (view.getUint32(8, true) !== crc32(start.subarray(12, 32))) throw broken('7z', 'its start must have its CRC-32', 8);
  const [offset, size] = [Number(view.getBigUint64(12, true)), Number(view.getBigUint64(20, true))];
  if (size === 0) return { members: [], groups: [], end: START };
  if (!(START + offset + size <= source.size))
    throw new HorngateError('HG_ARTIFACT_TRUNCATED', 'Cannot read the archive as its header must lie inside it', { where: { offset: 12 } });
  if (size > MAX_HEADER)
    throw new HorngateError('HG_LIMIT_BYTES', `Cannot read the archive as its header must have at most ${MAX_HEADER} bytes: it has ${size}`);
  const raw = source.read(START + offset, size);
  if (view.getUint32(28, true) !== crc32(raw)) throw broken('7z', 'its header must have its CRC-32', START + offset);
  return { ...membersOf(source, plainHeader(source, raw, START + offset), maxEntries, maxRatio), end: START + offset + size };
}

/** Headers may be packed themselves, once or more. */
function plainHeader(source: ByteSource, raw: Uint8Array, base: number): Cursor {
  let bytes = raw;
  for (let depth = 0; depth < 4; depth++) {
    const cursor = new Cursor(bytes, { code: 'HG_ARTIFACT_ARCHIVE', base });
    const id = cursor.u8();
    if (id === ID.header) return cursor;
    if (id !== ID.encoded) throw broken('7z', 'its header must begin as one', base);
    const streams = readStreams(cursor);
    const [folder] = streams.folders;
    if (folder === undefined) throw broken('7z', 'its packed header must be packed', base);
    bytes = unpackFolder(source, streams, 0, MAX_HEADER, MAX_HEADER);
    if ((folder.crc ?? crc32(bytes)) !== crc32(bytes)) throw broken('7z', 'its packed header must have its CRC-32', base);
  }
  throw new HorngateError('HG_LIMIT_DEPTH', 'Cannot read the archive as its header must be packed at most 4 times');
}

function membersOf(source: ByteSource, cursor: Cursor, maxEntries: number, maxRatio: number): Omit<SevenZip, 'end'> {
  let streams: Streams = { packAt: 0, packSizes: [], folders: [], parts: [] };
  let members: readonly SevenZipMember[] = [];
  let empty: readonly boolean[] = [];
  for (let id = cursor.u8(); id !== ID.end; id = cursor.u8()) {
    if (id === ID.mainStreams) streams = readStreams(cursor);
    else if (id === ID.files) ({ members, empty } = readFiles(cursor, maxEntries));
    else throw unread('a part of its header that is not read');
  }
  const full = members.filter((_, index) => empty[index] !== true);
  const counted = streams.parts.reduce((sum, { length }) => sum + length, 0);
  if (counted !== full.length) throw broken('7z', `its streams must be those of its members: ${counted} of ${full.length}`);
  let next = 0;
  const groups = streams.parts.map((parts, index) => {
    const own = parts.map(({ size, crc }) => ({ ...(full[next++] as SevenZipMember), bytes: size, crc }));
    return { members: own, unpack: (maxBytes: number) => cut(unpackFolder(source, streams, index, maxBytes, maxRatio), parts) };
  });
  return { members, groups };
}

function cut(bytes: Uint8Array, parts: readonly Part[]): Uint8Array[] {
  let at = 0;
  return parts.map(({ size }) => {
    if (at + size > bytes.length) throw broken('7z', 'its members must lie in what comes out');
    at += size;
    return bytes.subarray(at - size, at);
  });
}

function readStreams(cursor: Cursor): Streams {
  let packAt = 0;
  let packSizes: number[] = [];
  let folders: Folder[] = [];
  let parts: Part[][] | undefined;
  for (let id = cursor.u8(); id !== ID.end; id = cursor.u8()) {
    if (id === ID.pack) {
      packAt = START + number(cursor);
      const count = bounded(number(cursor), 1 << 16);
      for (let inner = cursor.u8(); inner !== ID.end; inner = cursor.u8()) {
        if (inner === ID.size) packSizes = Array.from({ length: count }, () => number(cursor));
        else if (inner === ID.crc) digests(cursor, count);
        else throw unread('a part of its packed streams that is not read');
      }
    } else if (id === ID.unpack) folders = readFolders(cursor);
    else if (id === ID.subStreams) parts = readSubStreams(cursor, folders);
    else throw unread('a part of its streams that is not read');
  }
  return { packAt, packSizes, folders, parts: parts ?? folders.map(({ size, crc }) => [{ size, crc }]) };
}

function readFolders(cursor: Cursor): Folder[] {
  if (cursor.u8() !== ID.folder) throw broken('7z', 'its folders must be named', cursor.offset);
  const count = bounded(number(cursor), 1 << 13);
  if (cursor.u8() !== 0) throw unread('folders that are described elsewhere');
  const coders = Array.from({ length: count }, () => readCoders(cursor));
  if (cursor.u8() !== ID.unpackSize) throw broken('7z', 'its folders must have sizes', cursor.offset);
  let folders = coders.map((one) => folderOf(one, cursor));
  for (let id = cursor.u8(); id !== ID.end; id = cursor.u8()) {
    if (id !== ID.crc) throw unread('a part of its folders that is not read');
    const crcs = digests(cursor, count);
    folders = folders.map((folder, index) => withCrc(folder, crcs[index]));
  }
  return folders;
}

const withCrc = (folder: Folder, crc: number | undefined): Folder => (crc === undefined ? folder : { ...folder, crc });

interface Chain {
  readonly coders: readonly Omit<Coder, 'size'>[];
  /** Which coder gets what comes out of which. */
  readonly bonds: readonly (readonly [into: number, from: number])[];
}

/** Puts the coders in the order in which bytes pass them: first the one that nothing is bound to, which gets the packed bytes. */
function folderOf({ coders, bonds }: Chain, cursor: Cursor): Folder {
  const sized = coders.map((coder) => ({ ...coder, size: number(cursor) }));
  const ordered: Coder[] = [];
  let index = sized.findIndex((_, at) => !bonds.some(([into]) => into === at));
  for (let next = sized[index]; next !== undefined && ordered.length < sized.length; next = sized[index]) {
    ordered.push(next);
    index = bonds.find(([, from]) => from === index)?.[0] ?? -1;
  }
  if (ordered.length !== sized.length) throw broken('7z', 'its coders must make a chain', cursor.offset);
  return { coders: ordered, size: ordered.at(-1)?.size ?? 0 };
}

function readCoders(cursor: Cursor): Chain {
  const count = bounded(number(cursor), 32);
  const coders = Array.from({ length: count }, () => {
    const flags = cursor.u8();
    const method = [...cursor.bytes(flags & 15)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    if (flags & 0x80) throw unread('coders of a kind that is not read');
    if (flags & 0x10 && (number(cursor) !== 1 || number(cursor) !== 1)) throw unread(`the method ${method}, which takes several streams`);
    return { method, properties: flags & 0x20 ? cursor.bytes(bounded(number(cursor), 1 << 12)) : new Uint8Array() };
  });
  const bonds = coders.slice(1).map(() => [number(cursor), number(cursor)] as const);
  return { coders, bonds };
}

/** A folder of one member has its checksum already, where it has one; the other members' stand here. */
function readSubStreams(cursor: Cursor, folders: readonly Folder[]): Part[][] {
  let id = cursor.u8();
  let counts = folders.map(() => 1);
  if (id === ID.numUnpack) {
    counts = folders.map(() => bounded(number(cursor), 1 << 20));
    id = cursor.u8();
  }
  const sizes = folders.map(({ size: whole }, index) => {
    const count = counts[index] ?? 0;
    const own = id === ID.size ? Array.from({ length: Math.max(0, count - 1) }, () => number(cursor)) : [];
    return count === 0 ? [] : [...own, whole - own.reduce((sum, one) => sum + one, 0)];
  });
  if (sizes.flat().some((size) => size < 0)) throw broken('7z', 'its members must fit their folder', cursor.offset);
  if (id === ID.size) id = cursor.u8();
  const isDigested = ({ crc }: Folder, index: number): boolean => crc !== undefined && counts[index] === 1;
  const undigested = counts.reduce((sum, count, index) => sum + (isDigested(folders[index] as Folder, index) ? 0 : count), 0);
  let crcs: readonly (number | undefined)[] = [];
  for (; id !== ID.end; id = cursor.u8()) {
    if (id !== ID.crc) throw unread('a part of its streams that is not read');
    crcs = digests(cursor, undigested);
  }
  let next = 0;
  return folders.map((folder, index) => (sizes[index] ?? []).map((size) => ({ size, crc: isDigested(folder, index) ? folder.crc : crcs[next++] })));
}

function readFiles(cursor: Cursor, maxEntries: number): { members: SevenZipMember[]; empty: boolean[] } {
  const count = number(cursor);
  if (count > maxEntries) throw new HorngateError('HG_LIMIT_ENTRIES', `Cannot read the archive as it must have at most ${maxEntries} members: it has ${count}`);
  let names: string[] = [];
  let empty: boolean[] = [];
  let emptyFile: boolean[] = [];
  let modes: number[] = [];
  for (let id = cursor.u8(); id !== ID.end; id = cursor.u8()) {
    const bytes = number(cursor);
    const part = new Cursor(cursor.bytes(bytes), { code: 'HG_ARTIFACT_ARCHIVE' });
    if (id === ID.emptyStream) empty = flags(part, count);
    else if (id === ID.emptyFile) emptyFile = flags(part, empty.filter(Boolean).length);
    else if (id === ID.names) names = readNames(part, count);
    else if (id === ID.attributes) modes = readAttributes(part, count);
  }
  if (names.length !== count) throw broken('7z', 'its members must have names', cursor.offset);
  let nth = 0;
  const members = names.map((path, index) => {
    const folder = empty[index] === true && emptyFile[nth++] !== true;
    return { path, folder, link: (modes[index] ?? 0) >>> 28 === 10, bytes: 0, crc: undefined };
  });
  return { members, empty };
}

function readNames(part: Cursor, count: number): string[] {
  if (part.u8() !== 0) throw unread('names that stand elsewhere');
  const names = decodeUtf16(part.bytes(part.remaining)).split('\0');
  return names.slice(0, count);
}

function readAttributes(part: Cursor, count: number): number[] {
  const defined = part.u8() === 1 ? Array.from({ length: count }, () => true) : flags(part, count);
  if (part.u8() !== 0) throw unread('attributes that stand elsewhere');
  return defined.map((has) => (has ? part.u32() : 0));
}

/** Numbers of one to nine bytes: as many ones as begin the first byte say how many follow. */
function number(cursor: Cursor): number {
  const first = cursor.u8();
  let value = 0;
  let mask = 0x80;
  for (let n = 0; n < 8; n++, mask >>= 1) {
    if ((first & mask) === 0) return checked(value + (first & (mask - 1)) * 2 ** (8 * n));
    value += cursor.u8() * 2 ** (8 * n);
  }
  return checked(value);
}

function checked(value: number): number {
  if (!Number.isSafeInteger(value)) throw broken('7z', 'its numbers must be sizes');
  return value;
}

/** One bit for each, highest first. */
function flags(part: Cursor, count: number): boolean[] {
  const bytes = part.bytes(Math.ceil(count / 8));
  return Array.from({ length: count }, (_, at) => ((bytes[at >> 3] as number) & (0x80 >> (at & 7))) !== 0);
}

/** CRC-32 of each, where it has one. */
function digests(cursor: Cursor, count: number): (number | undefined)[] {
  const defined = cursor.u8() === 1 ? undefined : flags(cursor, count);
  return Array.from({ length: count }, (_, at) => ((defined?.[at] ?? true) ? cursor.u32() : undefined));
}

function bounded(value: number, most: number): number {
  if (value > most) throw new HorngateError('HG_LIMIT_ENTRIES', `Cannot read the archive as it must have at most ${most} parts of a kind: it has ${value}`);
  return value;
}
