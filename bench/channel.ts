import type { Tensor } from '@horngate/core/tensor';
import { openFolder, stageGuest } from '../packages/sandbox/src/stage.testing.ts';
import { type Guest, startGuest } from '../packages/sandbox/src/start.ts';

const SIZES = { '1 KB': 1e3, '600 KB': 6e5, '10 MB': 1e7 } as const;
const MiB = 2 ** 20;
const ROUNDS = 5;

/**
 * `npm run bench:channel`: round trips of one tensor through a guest that gives it back, beside those through a child without walls and with its JIT.
 *
 * The guest is a locked runner at the best level of this host: jitless, under both filters. Guests take turns; the median over all rounds counts. Targets:
 * 0.2, 1.2 and 10 ms.
 */
async function main(): Promise<void> {
  const runDir = openFolder();
  const stage = await stageGuest('./hostile.testing.ts');
  const limits = { memoryBytes: 1024 * MiB, cpuSeconds: 1e6, fileBytes: 0, openFiles: 64, deadlineMs: 30_000 };
  const runner = await startGuest({ profile: 'runner', stage, limits, runDir });
  await runner.channel.call('lock');
  await runner.confirmLock();
  const reader = await startGuest({ profile: 'reader', stage, limits, runDir });
  const guests = { 'locked runner': runner, reader };
  const times = new Map<string, number[]>();
  for (let round = 0; round < ROUNDS; round++)
    for (const [size, bytes] of Object.entries(SIZES))
      for (const [name, guest] of Object.entries(guests))
        await measure(guest, bytes, (times.get(`${name}, ${size}`) ?? times.set(`${name}, ${size}`, []).get(`${name}, ${size}`)) as number[]);
  for (const [what, all] of times) console.log(JSON.stringify({ kind: 'round trip', what, calls: all.length, ms: summary(all) }));
  console.log(JSON.stringify({ kind: 'calls a second, 32 at once, 1 KB', runner: await throughput(runner), reader: await throughput(reader) }));
  for (const guest of Object.values(guests)) guest.kill();
}

async function measure(guest: Guest, bytes: number, times: number[]): Promise<void> {
  const tensor: Tensor = { dtype: 'uint8', shape: [1, bytes], data: new Uint8Array(bytes).fill(7) };
  for (let call = 0, end = performance.now() + 600; performance.now() < end; call++) {
    const begun = performance.now();
    await guest.channel.call('echo', { signature: 'predict' }, [tensor]);
    if (call >= 10) times.push(performance.now() - begun);
  }
}

async function throughput(guest: Guest): Promise<number> {
  const tensor: Tensor = { dtype: 'uint8', shape: [1, 1000], data: new Uint8Array(1000) };
  const end = performance.now() + 2000;
  let calls = 0;
  const caller = async (): Promise<void> => {
    for (; performance.now() < end; calls++) await guest.channel.call('echo', { signature: 'predict' }, [tensor]);
  };
  await Promise.all(Array.from({ length: 32 }, caller));
  return Math.round(calls / 2);
}

function summary(times: readonly number[]): Record<string, number> {
  const sorted = [...times].sort((a, b) => a - b);
  const pick = (part: number): number => Math.round((sorted[Math.floor((sorted.length - 1) * part)] ?? 0) * 1e3) / 1e3;
  return { min: pick(0), median: pick(0.5), p90: pick(0.9) };
}

await main();
