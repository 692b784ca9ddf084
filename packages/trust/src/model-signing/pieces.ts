import type { Piece } from '../hashing/hash-files.ts';
import type { Serialization } from './manifest.ts';
import type { ModelFile } from './open-file.ts';
import type { Placed } from './order.ts';

/** How many resources a file gives: one, or a shard for each `shardSize` bytes begun. An empty file has no shard, and so no place in such a signature. */
export const countOf = (bytes: number, { method, shardSize }: Serialization): number => (method === 'files' ? 1 : Math.ceil(bytes / shardSize));

/** The resources of a file, with what is to be hashed for each. */
export function piecesOf({ path, fd, bytes }: ModelFile, serialization: Serialization): (Placed & { readonly piece: Piece })[] {
  const { method, shardSize } = serialization;
  if (method === 'files') return [{ path, start: 0, end: 0, piece: { fd, start: 0, end: bytes } }];
  return Array.from({ length: countOf(bytes, serialization) }, (_, index) => {
    const [start, end] = [index * shardSize, Math.min(bytes, (index + 1) * shardSize)];
    return { path, start, end, piece: { fd, start, end } };
  });
}
