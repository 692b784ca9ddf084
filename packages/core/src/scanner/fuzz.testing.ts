import assert from 'node:assert/strict';
import { scanBytes } from './scan.testing.ts';

/** Changes bytes, cuts and doubles pieces, always the same way: whatever comes of it is scanned to an end, within a second. */
export function scanMutations(bytes: Uint8Array, path: string, rounds: number): void {
  let state = 1;
  const next = (below: number): number => {
    state = (state * 48271) % 2147483647;
    return state % below;
  };
  for (let round = 0; round < rounds; round++) {
    let changed = Uint8Array.from(bytes);
    for (let times = 1 + next(3); times > 0; times--) {
      const at = next(changed.length);
      const kind = next(8);
      if (kind === 0) changed = changed.slice(0, at + 1);
      else if (kind === 1) changed = Uint8Array.from([...changed.subarray(0, at), ...changed.subarray(Math.max(0, at - next(64)))]);
      else changed[at] = kind < 4 ? ([0, 1, 0x7f, 0x80, 0xff][next(5)] as number) : next(256);
    }
    const start = Date.now();
    scanBytes(changed, path); // what is wrong with the bytes is a finding, never an error
    assert.ok(Date.now() - start < 1000, `round ${round}`);
  }
}
