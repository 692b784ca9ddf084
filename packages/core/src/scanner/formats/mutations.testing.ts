import assert from 'node:assert/strict';
import { HorngateError } from '../../words/error.ts';
import { scanBytes } from '../scan.testing.ts';

/** Scans many damaged copies of some files: whatever stops us must be of the file, never a bug of ours. Seeded, so that each run is the same. */
export function mutate(seeds: readonly Uint8Array[], path: string, rounds = 2000, head = 4096): void {
  let state = 42;
  const next = (below: number): number => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * below);
  };
  for (let round = 0; round < rounds; round++) {
    const bytes = Uint8Array.from(seeds[round % seeds.length] as Uint8Array);
    for (let edits = 1 + next(3); edits > 0; edits--) {
      const at = next(Math.min(bytes.length, head));
      if (next(3) === 0) bytes.fill(255, at, at + 8);
      else bytes[at] = next(2) === 0 ? next(256) : (bytes[at] as number) ^ (1 << next(8));
    }
    const cut = next(5) === 0 ? bytes.subarray(0, next(bytes.length)) : bytes;
    assert.doesNotThrow(
      () => scanBytes(cut, path),
      (error) => !(error instanceof HorngateError),
    );
  }
}
