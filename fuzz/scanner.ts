/**
 * Changes artifacts of the scanner's corpus, a family at a time, and has one locked reader guest scan each change. Anything but a report within two seconds is a
 * failure: an internal error, a guest that died, a hang. Its bytes are written to build/fuzz.
 *
 *     npm run fuzz:scanner -- [--seconds 600] [--seed 1] [FAMILY…]
 */
import { chmodSync, closeSync, ftruncateSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { DEFAULT_POLICY, type Policy } from '@horngate/core/words';
import { type HostOptions, hostOptions } from '@horngate/host';
import { familiesOf, filesOf } from '../conformance/scanner/corpus.ts';
import { startReader } from '../packages/host/src/guests.ts';
import { freshBuild } from '../tools/build/fresh.js';
import { mutateBytes } from './mutate.ts';
import { SeededRandom } from './random.ts';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const { values, positionals } = parseArgs({
  options: { seconds: { type: 'string', default: '600' }, seed: { type: 'string', default: '1' } },
  allowPositionals: true,
});
/** A scan of a small file takes milliseconds. */
const MAX_MS = 2000;
/** Scans of one guest: four times what a scan of a folder gives one. After some 18,000 archives a guest had used up its memory, whatever the last one was. */
const SCANS_OF_GUEST = 4096;
const POLICY: Policy = { ...DEFAULT_POLICY, limits: { ...DEFAULT_POLICY.limits, readerCpuSeconds: 100_000, deadlineMs: 10_000 } };

interface Outcome {
  readonly family: string;
  cases: number;
  withFinding: number;
  failures: number;
  slowestMs: number;
  megabytes: number;
}

async function fuzzFamily(family: string, seeds: readonly Uint8Array[], options: HostOptions): Promise<Outcome> {
  const outcome: Outcome = { family, cases: 0, withFinding: 0, failures: 0, slowestMs: 0, megabytes: 0 };
  const random = new SeededRandom(Number(values.seed));
  const path = join(options.home, `${family}.bin`);
  writeFileSync(path, '');
  const end = performance.now() + Number(values.seconds) * 1000;
  while (performance.now() < end) {
    const fd = openSync(path, 'r+');
    const guest = await startReader(options, [fd], 2 ** 26);
    try {
      for (let scans = 0; scans < SCANS_OF_GUEST && performance.now() < end; scans++) {
        const bytes = changed(random, seeds);
        ftruncateSync(fd, 0);
        writeSync(fd, bytes, 0, bytes.length, 0);
        const begun = performance.now();
        const params = { files: [{ fd: 3, path: `fuzz.${family}`, bytes: bytes.length }], limits: options.policy.limits, path: `fuzz.${family}` };
        outcome.cases++;
        try {
          const { result } = await guest.channel.call('scan', params, [], { deadlineMs: options.policy.limits.deadlineMs });
          if (JSON.stringify(result).includes('"severity":"')) outcome.withFinding++;
        } catch (error) {
          fail(outcome, bytes, String(error));
          break;
        }
        const ms = performance.now() - begun;
        outcome.slowestMs = Math.max(outcome.slowestMs, ms);
        if (ms > MAX_MS) fail(outcome, bytes, `took ${Math.round(ms)} ms`);
      }
      outcome.megabytes = Math.max(outcome.megabytes, peakMB(guest.pid));
    } finally {
      guest.kill();
      closeSync(fd);
    }
  }
  return outcome;
}

/** One artifact changed a little, or the beginning of one with the rest of another. */
function changed(random: SeededRandom, seeds: readonly Uint8Array[]): Uint8Array {
  const seed = random.pick(seeds);
  if (random.chance(0.9) || seeds.length < 2) return mutateBytes(random, seed);
  const other = random.pick(seeds);
  return Buffer.concat([seed.subarray(0, random.below(seed.length + 1)), other.subarray(random.below(other.length + 1))]);
}

function fail(outcome: Outcome, bytes: Uint8Array, why: string): void {
  outcome.failures++;
  mkdirSync(at('../build/fuzz'), { recursive: true });
  const file = at(`../build/fuzz/scanner-${outcome.family}-${values.seed}-${outcome.cases}.bin`);
  writeFileSync(file, bytes);
  console.error(`${outcome.family}: ${why}: ${file}`);
}

/** Largest resident set of a guest so far. */
function peakMB(pid: number): number {
  try {
    return Math.round(Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1] ?? 0) / 1024);
  } catch {
    return 0; // it died, which was reported
  }
}

const home = mkdtempSync(join(tmpdir(), 'horngate-fuzz-'));
chmodSync(home, 0o755);
try {
  const options = hostOptions({ guests: (await freshBuild()).guests, home, policy: POLICY });
  const root = at('../conformance/scanner');
  const families = familiesOf(root).filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  let failures = 0;
  for (const { name, cases } of families) {
    const seeds = cases.flatMap(({ file }) => filesOf(join(root, name, file))).map((file) => readFileSync(file));
    const outcome = await fuzzFamily(name, seeds, options);
    failures += outcome.failures;
    console.log(JSON.stringify({ ...outcome, slowestMs: Math.round(outcome.slowestMs) }));
  }
  process.exitCode = failures === 0 ? 0 : 1;
} finally {
  rmSync(home, { recursive: true, force: true });
}
