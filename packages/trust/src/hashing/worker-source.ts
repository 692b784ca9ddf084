/**
 * What a hashing thread runs: the next piece off a shared counter, until there is none. Plain text, so that it needs no file beside the bundle, no loader, and
 * starts in a few milliseconds. A file that became shorter gives the digest of what is left, which is then not the one that was asked for.
 *
 * `pieces`: descriptor, first byte, end; `done[0]`: the next piece; `read[0]`: bytes so far, for the progress.
 */
export const WORKER_SOURCE = `
const { workerData } = require('node:worker_threads');
const { createHash } = require('node:crypto');
const { readSync } = require('node:fs');
const { hash, size, length } = workerData;
const pieces = new Float64Array(workerData.pieces);
const digests = new Uint8Array(workerData.digests);
const next = new Int32Array(workerData.next);
const read = new BigInt64Array(workerData.read);
const buffer = Buffer.allocUnsafeSlow(1 << 18);
for (let piece; (piece = Atomics.add(next, 0, 1)) < length; ) {
  const [fd, start, end] = pieces.subarray(3 * piece, 3 * piece + 3);
  const state = createHash(hash);
  for (let at = start; at < end; ) {
    const count = readSync(fd, buffer, 0, Math.min(buffer.length, end - at), at);
    if (count === 0) break;
    state.update(count === buffer.length ? buffer : buffer.subarray(0, count));
    at += count;
    Atomics.add(read, 0, BigInt(count));
  }
  digests.set(state.digest(), piece * size);
}
`;
