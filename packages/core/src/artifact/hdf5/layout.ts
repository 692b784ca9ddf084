import type { Cursor } from '../cursor.ts';
import { addressOf, broken, numberOf, unread } from './context.ts';

/** Where a dataset's bytes are (IV.A.2.i). An undefined address: nothing was ever written. */
export type Layout =
  | { readonly kind: 'compact'; readonly bytes: Uint8Array; readonly offset: number }
  | { readonly kind: 'contiguous'; readonly address: number | undefined; readonly size: number }
  | ChunkedLayout
  | { readonly kind: 'virtual' };

export interface ChunkedLayout {
  readonly kind: 'chunked';
  readonly index: ChunkIndex;
  readonly address: number | undefined;
  /** Elements along each axis. */
  readonly chunk: readonly number[];
  readonly elementSize: number;
}

/** How the chunks are found (IV.A.2.i, "chunk indexing type"); the older B-tree is the only one before version 4. */
export type ChunkIndex =
  | { readonly kind: 'b-tree-v1' }
  /** One chunk is the dataset; its size stands here when it is filtered. */
  | { readonly kind: 'single'; readonly filtered: { readonly size: number; readonly mask: number } | undefined }
  | { readonly kind: 'implicit' }
  | { readonly kind: 'fixed-array' }
  | { readonly kind: 'extensible-array' }
  | { readonly kind: 'b-tree-v2' };

/**
 * A data layout message of version 3 or 4.
 *
 * @throws HG_UNSUPPORTED_HDF5 for versions 1, 2 and 5; but a virtual dataset is known by its class, since it reads other files.
 */
export function readLayout(cursor: Cursor): Layout {
  const { offset } = cursor;
  const [version, kind] = [cursor.u8(), cursor.u8()];
  if (version > 3 && kind === 3) return { kind: 'virtual' };
  if (version === 1 || version === 2 || version === 5) throw unread(`data layout of version ${version}`, offset);
  if (version !== 3 && version !== 4) throw broken('have a data layout of version 3 or 4', `found ${version}`, offset);
  if (kind === 0) {
    const size = cursor.u16();
    return { kind: 'compact', offset: cursor.offset, bytes: cursor.bytes(size) };
  }
  if (kind === 1) return { kind: 'contiguous', address: addressOf(cursor), size: cursor.u64() };
  if (kind === 2) return version === 3 ? chunked(cursor, offset) : chunkedV4(cursor, offset);
  if (kind === 3) return { kind: 'virtual' };
  throw broken('have a layout of a class that there is', `found ${kind}`, offset);
}

function chunked(cursor: Cursor, offset: number): Layout {
  const dimensions = dimensionsOf(cursor, offset);
  const address = addressOf(cursor);
  const chunk = Array.from({ length: dimensions - 1 }, () => cursor.u32());
  if (chunk.includes(0)) throw broken('have chunks of at least one element', `found ${chunk.join(' x ')}`, offset);
  return { kind: 'chunked', index: { kind: 'b-tree-v1' }, address, chunk, elementSize: cursor.u32() };
}

/** Dimensions of a chunk: one more than the dataset's, the last is the size of an element. */
function dimensionsOf(cursor: Cursor, offset: number): number {
  const dimensions = cursor.u8();
  if (dimensions < 2 || dimensions > 33) throw broken('have chunks of 1 to 32 dimensions', `found ${dimensions - 1}`, offset);
  return dimensions;
}

const FILTERED_SINGLE = 2;

function chunkedV4(cursor: Cursor, offset: number): Layout {
  const flags = cursor.u8();
  if (flags & ~FILTERED_SINGLE) throw unread(`layout of chunks with the flags ${flags}`, offset);
  const [dimensions, bytes] = [dimensionsOf(cursor, offset), cursor.u8()];
  if (bytes < 1 || bytes > 8) throw broken('have sizes of chunks in 1 to 8 bytes', `found ${bytes}`, offset);
  const chunk = Array.from({ length: dimensions - 1 }, () => numberOf(cursor, bytes));
  const elementSize = numberOf(cursor, bytes);
  if (chunk.includes(0)) throw broken('have chunks of at least one element', `found ${chunk.join(' x ')}`, offset);
  const index = indexOf(cursor, flags, offset);
  return { kind: 'chunked', index, address: addressOf(cursor), chunk, elementSize };
}

/** Parameters of the arrays and of the B-tree stand again in their own headers, where they are read. */
function indexOf(cursor: Cursor, flags: number, offset: number): ChunkIndex {
  const kind = cursor.u8();
  if (kind === 1) return { kind: 'single', filtered: flags & FILTERED_SINGLE ? { size: cursor.u64(), mask: cursor.u32() } : undefined };
  if (kind === 2) return { kind: 'implicit' };
  const rest = PARAMETERS[kind];
  if (rest === undefined) throw broken('have an index of chunks that there is', `found ${kind}`, offset);
  cursor.skip(rest.bytes);
  return { kind: rest.kind };
}

const PARAMETERS: Readonly<Record<number, { readonly bytes: number; readonly kind: 'fixed-array' | 'extensible-array' | 'b-tree-v2' }>> = {
  3: { bytes: 1, kind: 'fixed-array' },
  4: { bytes: 5, kind: 'extensible-array' },
  5: { bytes: 6, kind: 'b-tree-v2' },
};
