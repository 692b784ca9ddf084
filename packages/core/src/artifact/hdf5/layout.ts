import type { Cursor } from '../cursor.ts';
import { addressOf, broken, unread } from './context.ts';

/** Where a dataset's bytes are (IV.A.2.i). An undefined address: nothing was ever written. */
export type Layout =
  | { readonly kind: 'compact'; readonly bytes: Uint8Array; readonly offset: number }
  | { readonly kind: 'contiguous'; readonly address: number | undefined; readonly size: number }
  | { readonly kind: 'chunked'; readonly address: number | undefined; readonly chunk: readonly number[]; readonly elementSize: number }
  | { readonly kind: 'virtual' };

/**
 * A data layout message of version 3, as libhdf5 writes it by default.
 *
 * @throws HG_UNSUPPORTED_HDF5 for versions 1, 2 and 4; but a virtual dataset is known by its class, since it reads other files.
 */
export function readLayout(cursor: Cursor): Layout {
  const { offset } = cursor;
  const [version, kind] = [cursor.u8(), cursor.u8()];
  if (version > 3 && kind === 3) return { kind: 'virtual' };
  if (version === 1 || version === 2 || version === 4 || version === 5) throw unread(`data layout of version ${version}`, offset);
  if (version !== 3) throw broken('have a data layout of version 3', `found ${version}`, offset);
  if (kind === 0) {
    const size = cursor.u16();
    return { kind: 'compact', offset: cursor.offset, bytes: cursor.bytes(size) };
  }
  if (kind === 1) return { kind: 'contiguous', address: addressOf(cursor), size: cursor.u64() };
  if (kind === 2) return chunked(cursor, offset);
  if (kind === 3) return { kind: 'virtual' };
  throw broken('have a layout of a class that there is', `found ${kind}`, offset);
}

function chunked(cursor: Cursor, offset: number): Layout {
  const dimensions = cursor.u8();
  if (dimensions < 2 || dimensions > 33) throw broken('have chunks of 1 to 32 dimensions', `found ${dimensions - 1}`, offset);
  const address = addressOf(cursor);
  const chunk = Array.from({ length: dimensions - 1 }, () => cursor.u32());
  if (chunk.includes(0)) throw broken('have chunks of at least one element', `found ${chunk.join(' x ')}`, offset);
  return { kind: 'chunked', address, chunk, elementSize: cursor.u32() };
}
