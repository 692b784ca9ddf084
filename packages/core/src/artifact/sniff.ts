import { decodeUtf8 } from '../text/utf8.ts';
import { HorngateError } from '../words/error.ts';
import type { ByteSource } from '../words/ports.ts';
import { findSuperblock } from './hdf5/superblock.ts';
import { detectEncoding } from './json/encoding.ts';
import { type CentralRecord, readCentral } from './zip/central.ts';
import { readEnd } from './zip/end.ts';

export const FORMATS = ['keras-v3', 'npz', 'zip', 'hdf5', 'npy', 'json', 'unknown'] as const;
export type Format = (typeof FORMATS)[number];

export interface Sniffed {
  readonly format: Format;
  /** Formats that the same bytes are as well: a file that two readers take for two things. */
  readonly also: readonly Format[];
}

/** Names of so many members are looked at to tell archives apart. */
const MAX_ENTRIES = 4096;
/** Of a local header, before its name (APPNOTE 4.3.7). */
const LOCAL_BYTES = 30;

/** Says by content what a file is; its name is only a claim. Never throws for what the bytes are, only what the source throws. */
export function sniff(source: ByteSource): Sniffed {
  const start = source.read(0, Math.min(64, source.size));
  const found: Format[] = [];
  const records = zipRecords(source);
  const archive = sniffZip(records, start);
  if (archive !== undefined) found.push(archive);
  const superblock = findSuperblock(source);
  if (superblock !== undefined && !(records ?? []).some((record) => isStoredAt(source, record, superblock))) found.push('hdf5');
  if (startsWith(start, [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59])) found.push('npy');
  if (found.length === 0 && looksLikeJson(start)) found.push('json');
  const [format = 'unknown', ...also] = found;
  return { format, also };
}

/**
 * Whether a stored member begins there: by chance, one in some hundred archives has its HDF5 member where libhdf5 looks for a superblock. Both readers then see
 * that member's bytes. An end record that claims a later central directory than there is puts members before the file.
 */
function isStoredAt(source: ByteSource, { method, offset, bytes }: CentralRecord, at: number): boolean {
  if (method !== 0 || offset < 0 || offset + LOCAL_BYTES > at || at + bytes > source.size) return false;
  const local = source.read(offset, LOCAL_BYTES);
  const view = new DataView(local.buffer, local.byteOffset, LOCAL_BYTES);
  return startsWith(local, [0x50, 0x4b, 3, 4]) && offset + LOCAL_BYTES + view.getUint16(26, true) + view.getUint16(28, true) === at;
}

function sniffZip(records: readonly CentralRecord[] | undefined, start: Uint8Array): 'keras-v3' | 'npz' | 'zip' | undefined {
  const names = records?.map(({ fullName }) => fullName.split('\0', 1)[0] as string);
  if (names === undefined) return startsWith(start, [0x50, 0x4b, 3, 4]) ? 'zip' : undefined;
  if (names.includes('config.json')) return 'keras-v3';
  return names.length > 0 && names.every((name) => name.endsWith('.npy')) ? 'npz' : 'zip';
}

function zipRecords(source: ByteSource): readonly CentralRecord[] | undefined {
  try {
    const ignore = (): void => {};
    return readCentral(source, readEnd(source, ignore), MAX_ENTRIES, ignore);
  } catch (error) {
    if (error instanceof HorngateError && /^HG_(ARTIFACT|LIMIT_ENTRIES|LIMIT_BYTES)/.test(error.code)) return undefined;
    throw error;
  }
}

/** An object or an array and what may begin in it, after white space: `[PAD]` begins a list of words. In any encoding that Python would find. The start may be cut inside a character. */
function looksLikeJson(start: Uint8Array): boolean {
  const encoding = detectEncoding(start);
  const body = start.subarray(encoding.bom);
  const text =
    encoding.name === 'utf-8'
      ? decodeUtf8(body, 'replace')
      : decodeUtf8(
          body.filter((byte) => byte !== 0),
          'replace',
        );
  return /^[ \t\r\n]*(?:[[{][ \t\r\n]*)+(?:["\d\]}-]|true|false|null|NaN|Infinity|$)/.test(text);
}

const startsWith = (bytes: Uint8Array, wanted: readonly number[]): boolean => wanted.every((byte, at) => bytes[at] === byte);
