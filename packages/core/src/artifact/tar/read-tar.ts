import { decodeUtf8 } from '../../text/utf8.ts';
import { HorngateError } from '../../words/error.ts';
import type { ByteSource } from '../../words/ports.ts';

const BLOCK = 512;
/** Long names and extended headers are read whole. */
const MAX_HEADER = 1 << 20;

export type TarKind = 'file' | 'hard-link' | 'symbolic-link' | 'device' | 'folder' | 'sparse' | 'other';

export interface TarMember {
  readonly path: string;
  readonly kind: TarKind;
  /** Where a link leads. */
  readonly target: string;
  /** Of the data, in the archive. */
  readonly offset: number;
  readonly bytes: number;
  /** What its headers say twice and differently: readers differ in which one they follow, and where the next member begins. */
  readonly mismatch: string | undefined;
}

const KINDS: Readonly<Record<string, TarKind>> = {
  '0': 'file',
  '\0': 'file',
  '7': 'file',
  '1': 'hard-link',
  '2': 'symbolic-link',
  '3': 'device',
  '4': 'device',
  '5': 'folder',
  '6': 'device',
  S: 'sparse',
};

/** Whether a block is a header: its checksum is the sum of its bytes, with the checksum itself as blanks (POSIX.1-1988, "ustar"). */
export function isTarHeader(block: Uint8Array): boolean {
  if (block.length < BLOCK || block[0] === 0) return false;
  const declared = octal(block, 148, 8);
  let unsigned = 0;
  let signed = 0; // as some old writers counted
  for (let at = 0; at < BLOCK; at++) {
    const byte = at >= 148 && at < 156 ? 32 : (block[at] as number);
    unsigned += byte;
    signed += byte > 127 ? byte - 256 : byte;
  }
  return declared !== undefined && (declared === unsigned || declared === signed);
}

/**
 * The members of a tar archive, in order: ustar, GNU long names and numbers in base 256, pax (POSIX.1-2001). The last header with a path counts, as for readers.
 *
 * @returns how far the archive goes: what stands behind its two zero blocks is nobody's.
 * @throws HG_ARTIFACT_ARCHIVE, HG_ARTIFACT_TRUNCATED, HG_LIMIT_ENTRIES, HG_LIMIT_BYTES
 */
export function readTar(source: ByteSource, maxEntries: number, visit: (member: TarMember) => void): number {
  let at = 0;
  let entries = 0;
  let next: Readonly<Record<string, string>> = {};
  let all: Readonly<Record<string, string>> = {};
  while (at + BLOCK <= source.size) {
    const block = source.read(at, BLOCK);
    if (block.every((byte) => byte === 0)) return endOf(source, at);
    if (!isTarHeader(block)) throw wrong('a header must have the sum of its bytes', at);
    if (++entries > maxEntries)
      throw new HorngateError('HG_LIMIT_ENTRIES', `Cannot read the archive as it must have at most ${maxEntries} members: it has more`);
    const type = String.fromCharCode(block[156] as number);
    const bytes = sizeOf(next['size'] ?? all['size'], block, at);
    const offset = at + BLOCK;
    if (holdsEnd(block)) throw wrong('a header must not hold the end of a zip', at);
    if (offset + bytes > source.size)
      throw new HorngateError('HG_ARTIFACT_TRUNCATED', 'Cannot read the archive as a member must have its bytes', { where: { offset } });
    at = offset + Math.ceil(bytes / BLOCK) * BLOCK;
    if (at <= source.size && holdsEnd(source.read(offset + bytes, at - offset - bytes))) throw wrong('padding must not hold the end of a zip', offset + bytes);
    if (type === 'L') next = { ...next, path: cString(decodeUtf8(headerBytes(source, offset, bytes), 'replace')) };
    else if (type === 'K') next = { ...next, linkpath: cString(decodeUtf8(headerBytes(source, offset, bytes), 'replace')) };
    else if (type === 'x' || type === 'X') next = { ...next, ...paxRecords(headerBytes(source, offset, bytes), offset) };
    else if (type === 'g') all = { ...all, ...paxRecords(headerBytes(source, offset, bytes), offset) };
    else {
      const extended = { ...all, ...next };
      const kind = KINDS[type] ?? 'other';
      const sparse = Object.keys(extended).some((key) => key.startsWith('GNU.sparse.'));
      visit({
        path: extended['GNU.sparse.name'] ?? extended['path'] ?? nameOf(block),
        kind: sparse ? 'sparse' : kind === 'file' && nameOf(block).endsWith('/') ? 'folder' : kind,
        target: extended['linkpath'] ?? text(block, 157, 100),
        offset,
        bytes,
        mismatch: mismatchOf(extended, block, bytes),
      });
      next = {};
    }
  }
  return Math.min(at, source.size);
}

/** Members are looked into, but a zip that ends in a header or in padding is in none of them: the file would be two archives. */
function holdsEnd(bytes: Uint8Array): boolean {
  for (let at = bytes.indexOf(0x50); at >= 0; at = bytes.indexOf(0x50, at + 1)) if (END.every((byte, n) => bytes[at + n] === byte)) return true;
  return false;
}

const END = [0x50, 0x4b, 5, 6];

/** A size in an extended header is there for what a plain header cannot say; where it can, both must say the same (CVE-2025-62518). */
function mismatchOf(extended: Readonly<Record<string, string>>, block: Uint8Array, bytes: number): string | undefined {
  if (extended['size'] === undefined) return undefined;
  const plain = numberOf(block, 124, 12);
  return plain === bytes || bytes >= 8 ** 11 ? undefined : `the size ${bytes} in one header and ${plain ?? 'none'} in another`;
}

/** Behind all zero blocks, however many a writer filled its record with. */
function endOf(source: ByteSource, from: number): number {
  let at = from;
  while (at < source.size && source.read(at, Math.min(BLOCK, source.size - at)).every((byte) => byte === 0)) at += BLOCK;
  return Math.min(at, source.size);
}

function sizeOf(extended: string | undefined, block: Uint8Array, at: number): number {
  const size = extended === undefined ? numberOf(block, 124, 12) : /^\d{1,15}$/.test(extended) ? Number(extended) : undefined;
  if (size === undefined || !Number.isSafeInteger(size) || size < 0) throw wrong('a member must have a size', at);
  return size;
}

/** GNU writes large numbers in base 256, marked by the highest bit. */
function numberOf(block: Uint8Array, at: number, length: number): number | undefined {
  if (block[at] !== 0x80) return octal(block, at, length);
  let value = 0;
  for (let n = 1; n < length; n++) value = value * 256 + (block[at + n] as number);
  return value;
}

function octal(block: Uint8Array, at: number, length: number): number | undefined {
  const digits = text(block, at, length).trim();
  return /^[0-7]*$/.test(digits) ? Number.parseInt(digits || '0', 8) : undefined;
}

function nameOf(block: Uint8Array): string {
  const isUstar = text(block, 257, 5) === 'ustar' && block[263] !== 32;
  const prefix = isUstar ? text(block, 345, 155) : '';
  return prefix === '' ? text(block, 0, 100) : `${prefix}/${text(block, 0, 100)}`;
}

const text = (block: Uint8Array, at: number, length: number): string => cString(decodeUtf8(block.subarray(at, at + length), 'replace'));
const cString = (value: string): string => value.split('\0', 1)[0] as string;

function headerBytes(source: ByteSource, offset: number, bytes: number): Uint8Array {
  if (bytes > MAX_HEADER) throw new HorngateError('HG_LIMIT_BYTES', `Cannot read the archive as a name must have at most ${MAX_HEADER} bytes: it has ${bytes}`);
  const read = source.read(offset, bytes);
  if (holdsEnd(read)) throw wrong('a header must not hold the end of a zip', offset);
  return read;
}

/** What is kept of extended headers: the rest says nothing about where bytes are. */
const KEYS = /^(path|linkpath|size|GNU\.sparse\.(name|major|minor|map|size|realsize))$/;

/** Records of pax, `LENGTH KEY=VALUE\n`, where the length counts all bytes of the record: a value may hold line ends. */
function paxRecords(bytes: Uint8Array, offset: number): Record<string, string> {
  const records: Record<string, string> = {};
  for (let at = 0; at < bytes.length && bytes[at] !== 0; ) {
    const space = bytes.indexOf(32, at);
    const digits = space < 0 || space - at > 8 ? '' : decodeUtf8(bytes.subarray(at, space), 'replace');
    const length = /^\d+$/.test(digits) ? Number(digits) : 0;
    const record = bytes.subarray(space + 1, at + length);
    const equals = record.indexOf(61);
    if (at + length > bytes.length || record.at(-1) !== 10 || equals < 0) throw wrong('an extended header must have records', offset + at);
    const key = decodeUtf8(record.subarray(0, Math.min(equals, 64)), 'replace');
    if (KEYS.test(key)) records[key] = decodeUtf8(record.subarray(equals + 1, -1), 'replace');
    at += length;
  }
  return records;
}

const wrong = (wanted: string, offset: number): HorngateError =>
  new HorngateError('HG_ARTIFACT_ARCHIVE', `Cannot read the archive as ${wanted}`, { where: { offset } });
