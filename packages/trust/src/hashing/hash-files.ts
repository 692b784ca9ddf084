import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { ALGORITHMS, type Algorithm, DIGEST_BYTES } from './algorithm.ts';
import { hashHere } from './hash-here.ts';
import { WORKER_SOURCE } from './worker-source.ts';

/** Part of an open file, from `start` up to `end`; the descriptor stays the caller's, and nobody else moves it, as reads are by offset. */
export interface Piece {
  readonly fd: number;
  readonly start: number;
  readonly end: number;
}

export interface HashOptions {
  readonly algorithm: Algorithm;
  /** Bytes hashed so far, about ten times a second. */
  readonly onProgress?: (bytes: number) => void;
  /** Threads at most; as many as there are cores where it is absent. */
  readonly threads?: number;
}

/** Below this, starting threads costs more than they bring. */
const WORTH_THREADS = 16 * 1024 * 1024;
const EVERY_MS = 100;

/**
 * Digests of pieces of open files, in their order, on all cores: the largest go first, each thread takes the next. A file is not split, as no hash but BLAKE3
 * can be; the shards of a signature are pieces of their own.
 *
 * BLAKE3 runs in this thread by JavaScript alone, and is slow for gigabytes.
 */
export async function hashFiles(pieces: readonly Piece[], { algorithm, onProgress, threads = availableParallelism() }: HashOptions): Promise<Buffer[]> {
  const bytes = pieces.reduce((sum, { start, end }) => sum + end - start, 0);
  const hash = ALGORITHMS[algorithm];
  const count = Math.min(threads, pieces.length);
  if (hash === undefined || bytes < WORTH_THREADS || count < 2) return hashHere(pieces, algorithm, onProgress);
  return hashInThreads(pieces, { hash, size: DIGEST_BYTES[algorithm], count, onProgress });
}

interface Threads {
  readonly hash: string;
  readonly size: number;
  readonly count: number;
  readonly onProgress: HashOptions['onProgress'];
}

async function hashInThreads(pieces: readonly Piece[], { hash, size, count, onProgress }: Threads): Promise<Buffer[]> {
  const order = pieces.map((_, index) => index).sort((a, b) => bytesOf(pieces[b]) - bytesOf(pieces[a]));
  const shared = sharedFor(pieces.length, size);
  const table = new Float64Array(shared.pieces);
  for (const [place, index] of order.entries()) {
    const { fd, start, end } = pieces[index] as Piece;
    table.set([fd, start, end], 3 * place);
  }
  const timer = onProgress === undefined ? undefined : setInterval(() => onProgress(Number(new BigInt64Array(shared.read)[0])), EVERY_MS);
  try {
    await Promise.all(Array.from({ length: count }, () => thread({ ...shared, hash, size, length: pieces.length })));
  } finally {
    clearInterval(timer);
  }
  const digests: Buffer[] = new Array(pieces.length);
  const all = Buffer.from(shared.digests);
  for (const [place, index] of order.entries()) digests[index] = Buffer.from(all.subarray(place * size, (place + 1) * size));
  return digests;
}

const bytesOf = (piece: Piece | undefined): number => (piece === undefined ? 0 : piece.end - piece.start);

const sharedFor = (length: number, size: number): Record<'pieces' | 'digests' | 'next' | 'read', SharedArrayBuffer> => ({
  pieces: new SharedArrayBuffer(24 * length),
  digests: new SharedArrayBuffer(size * length),
  next: new SharedArrayBuffer(4),
  read: new SharedArrayBuffer(8),
});

/** `execArgv` empty: a thread needs none of the loaders that this process may run under. */
function thread(workerData: unknown): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(WORKER_SOURCE, { eval: true, workerData, execArgv: [] });
    worker.once('error', reject);
    worker.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`A hashing thread ended with ${code}`))));
  });
}
