import { HorngateError } from '../../words/error.ts';
import type { Inflate } from '../../words/ports.ts';
import type { Cursor } from '../cursor.ts';
import { broken } from './context.ts';
import type { Hdf5Filter } from './hdf5.ts';

/** Filters that libhdf5 has of its own (IV.A.2.l); from 256 on they are code that it loads from the machine. */
const NAMES: Readonly<Record<number, string>> = { 1: 'gzip', 2: 'shuffle', 3: 'fletcher32', 4: 'szip', 5: 'nbit', 6: 'scaleoffset' };
export const FIRST_DYNAMIC = 256;
const SHUFFLE = 2;
const READ = new Set([1, SHUFFLE, 3]);
const MAX_FILTERS = 32;

export const isRead = (filter: Hdf5Filter): boolean => READ.has(filter.id);

/** A filter pipeline message of version 1 or 2 (IV.A.2.l), in the order of writing. @param elementSize - of the dataset's type in bytes. */
export function readFilters(cursor: Cursor, elementSize: number): readonly Hdf5Filter[] {
  const { offset } = cursor;
  const [version, count] = [cursor.u8(), cursor.u8()];
  if (version !== 1 && version !== 2) throw broken('have a filter pipeline of version 1 or 2', `found ${version}`, offset);
  if (count > MAX_FILTERS) throw broken(`have at most ${MAX_FILTERS} filters`, `found ${count}`, offset);
  if (version === 1) cursor.skip(6);
  const filters = Array.from({ length: count }, () => readFilter(cursor, version, elementSize));
  if (new Set(filters.map(({ id }) => id)).size !== count) throw broken('have each filter once', `found ${filters.map(({ name }) => name).join(', ')}`, offset);
  return filters;
}

function readFilter(cursor: Cursor, version: number, elementSize: number): Hdf5Filter {
  const { offset } = cursor;
  const id = cursor.u16();
  const nameBytes = version === 1 || id >= FIRST_DYNAMIC ? cursor.u16() : 0;
  cursor.skip(2);
  const values = cursor.u16();
  cursor.skip(version === 1 ? (nameBytes + 7) & ~7 : nameBytes);
  const [first] = Array.from({ length: values }, () => cursor.u32());
  // libhdf5 shuffles bytes by this number, whatever the type says
  if (id === SHUFFLE && first !== elementSize) throw broken(`shuffle elements of ${elementSize} bytes`, `found ${first}`, offset);
  if (version === 1 && values % 2 === 1) cursor.skip(4);
  return { id, name: NAMES[id] ?? String(id) };
}

/**
 * Undoes a chunk's filters, last first; a set bit of `mask` says that the filter was left out (III.A.1).
 *
 * @param chunkBytes - what must come out; no filter may give more.
 */
export function unfilter(
  packed: Uint8Array,
  filters: readonly Hdf5Filter[],
  mask: number,
  chunkBytes: number,
  elementSize: number,
  inflate: Inflate,
  offset: number,
): Uint8Array {
  let bytes = packed;
  for (let n = filters.length - 1; n >= 0; n--) {
    if ((mask >>> n) & 1) continue;
    const id = filters[n]?.id;
    if (id === 1) bytes = inflated(bytes, chunkBytes + 4, inflate, offset);
    else if (id === 2) bytes = unshuffle(bytes, elementSize);
    else if (id === 3) bytes = checked(bytes, offset);
    else throw broken('have filters that are read', `found ${id}`, offset);
  }
  if (bytes.length !== chunkBytes) throw broken(`have chunks of ${chunkBytes} bytes`, `${bytes.length} come out`, offset);
  return bytes;
}

/** Four bytes more than the chunk: a checksum may have been added before gzip. */
function inflated(bytes: Uint8Array, maxBytes: number, inflate: Inflate, offset: number): Uint8Array {
  try {
    return inflate.zlib(bytes, maxBytes);
  } catch (error) {
    if (!(error instanceof HorngateError) || !/^HG_(ARTIFACT_|LIMIT_RATIO)/.test(error.code)) throw error;
    throw new HorngateError(error.code, error.message, { where: { offset }, cause: error });
  }
}

/** All first bytes of the elements, then all second bytes, and so on; what does not fill an element stands behind as it is. */
function unshuffle(bytes: Uint8Array, elementSize: number): Uint8Array {
  const count = Math.floor(bytes.length / elementSize);
  if (elementSize < 2 || count < 2) return bytes;
  const out = Uint8Array.from(bytes);
  for (let byte = 0; byte < elementSize; byte++)
    for (let n = 0, from = byte * count, to = byte; n < count; n++, from++, to += elementSize) out[to] = bytes[from] as number;
  return out;
}

function checked(bytes: Uint8Array, offset: number): Uint8Array {
  if (bytes.length < 4) throw broken('have a checksum of 4 bytes behind a chunk', `found ${bytes.length}`, offset);
  const data = bytes.subarray(0, bytes.length - 4);
  const stored = new DataView(bytes.buffer, bytes.byteOffset + data.length, 4).getUint32(0, true);
  if (stored !== fletcher32(data)) throw broken('have the Fletcher-32 checksum of each chunk', 'one has another', offset);
  return data;
}

/** As libhdf5 computes it: over big-endian 16-bit words, an odd last byte as the upper half of one. */
export function fletcher32(bytes: Uint8Array): number {
  let low = 0;
  let high = 0;
  for (let at = 0; at < bytes.length; at += 2) {
    low = (low + (((bytes[at] as number) << 8) | (bytes[at + 1] ?? 0))) % 65535;
    high = (high + low) % 65535;
  }
  return nonZero(high, bytes) * 65536 + nonZero(low, bytes);
}

/** Folding keeps 0xffff for a sum that is a multiple of it but not zero. */
const nonZero = (sum: number, bytes: Uint8Array): number => (sum === 0 && bytes.some((byte) => byte !== 0) ? 65535 : sum);
