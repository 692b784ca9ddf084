import { HorngateError } from '../../words/error.ts';
import type { Dataspace } from './dataspace.ts';
import type { ChunkedLayout } from './layout.ts';

/** h5py cuts chunks of at most a megabyte; one past this would be memory that the file does not pay for. */
const MAX_CHUNK_BYTES = 256 * 1024 * 1024;

export interface StoredChunk {
  readonly address: number;
  readonly size: number;
  readonly mask: number;
  /** Of its first element, along each axis. */
  readonly origin: readonly number[];
}

/** What the index of a dataset's chunks depends on. */
export interface ChunkPlan {
  readonly layout: ChunkedLayout;
  readonly space: Dataspace & { readonly shape: readonly number[] };
  readonly filtered: boolean;
}

/** @throws HG_LIMIT_BYTES for chunks that are larger than any writer makes. */
export function chunkBytesOf({ chunk, elementSize, address }: ChunkedLayout): number {
  const bytes = chunk.reduce((product, dim) => product * dim, elementSize);
  if (bytes <= MAX_CHUNK_BYTES) return bytes;
  throw new HorngateError('HG_LIMIT_BYTES', `Cannot read a dataset as its chunks must have at most ${MAX_CHUNK_BYTES} bytes: they have ${bytes}`, {
    where: { offset: address ?? 0 },
  });
}
