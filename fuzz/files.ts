/**
 * Changes models of several files (an architecture with weights, shards and their index, unzipped folders) and does with them what a reader guest does: scan them
 * together and each alone, open, inspect, compile. Anything but an answer or a HorngateError with a code of the table is a failure, and so is more time or memory
 * than a case may take.
 *
 *     node --import tsx --conditions=source fuzz/files.ts --count 5000 --seed 1
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { bytesSource, type NamedSource, openHdf5, pureInflate, walkHdf5 } from '@horngate/core/artifact';
import { compileKeras } from '@horngate/core/compile';
import { inspectKeras, openKerasFiles } from '@horngate/core/keras';
import { scan, scanTogether } from '@horngate/core/scanner';
import { DEFAULT_LIMITS, HorngateError, type Limits } from '@horngate/core/words';
import { checkedParts } from '../packages/core/src/artifact/hdf5/checksums.testing.ts';
import { digests, inflate } from '../packages/guests/src/ports.ts';
import { mutateHdf5, mutateJson } from './mutate.ts';
import { SeededRandom } from './random.ts';
import type { Hdf5Seed } from './seeds.ts';

const LIMITS: Limits = { ...DEFAULT_LIMITS, maxTensorBytes: 1 << 22, maxConfigBytes: 1 << 20, maxStructures: 100_000, maxActivationBytes: 1 << 26 };
const MAX_CPU_MS = 2000;
const MAX_MEMORY = 192 * 1024 * 1024;
const CASES = new URL('../conformance/keras/cases/', import.meta.url);

const codes = new Map<string, number>();

type Files = readonly (readonly [name: string, seed: Hdf5Seed])[];

const models: readonly Files[] = ['json-weights', 'sharded-weights', 'unzipped'].flatMap((family) => {
  const { cases } = JSON.parse(readFileSync(new URL(`${family}/manifest.json`, CASES), 'utf8')) as { cases: { name: string; files: string[] }[] };
  return cases.map(({ name, files }) =>
    files.map((file) => [file, seedOf(new Uint8Array(readFileSync(new URL(`${family}/${name}/${file}`, CASES))))] as const),
  );
});

function seedOf(bytes: Uint8Array): Hdf5Seed {
  return { bytes, parts: checkedParts(bytes, (source) => answer(() => [...walkHdf5(openHdf5(source, LIMITS, pureInflate))])) };
}

const reached = { scanned: 0, opened: 0, inspected: 0, compiled: 0 };

/** A refusal is an answer; anything else goes up. */
function answer<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof HorngateError) || error.code === 'HG_INTERNAL') throw error;
    codes.set(error.code, (codes.get(error.code) ?? 0) + 1);
    return undefined;
  }
}

/** One or two files changed; at times one is left out, stands twice, comes from another model, or has another name. */
function makeCase(seed: number): NamedSource[] {
  const random = new SeededRandom(seed);
  const files = random.pick(models).map(([name, one]) => ({ name, bytes: one.bytes, seed: one }));
  for (let changes = 1 + random.below(2); changes > 0; changes--) {
    const file = random.pick(files);
    file.bytes = file.name.endsWith('.json') ? mutateJson(random, file.bytes) : mutateHdf5(random, file.seed);
  }
  const how = random.next();
  const other = random.pick(random.pick(models));
  if (how < 0.04) files.splice(random.below(files.length), 1);
  else if (how < 0.08) files.push({ name: other[0], bytes: other[1].bytes, seed: other[1] });
  else if (how < 0.12) random.pick(files).name = random.pick([other[0], '../x.weights.h5', 'a/b.weights.h5', '', 'x.weights.json']);
  else if (how < 0.18) random.pick(files).bytes = other[1].bytes;
  return files.map(({ name, bytes }) => ({ path: name, source: bytesSource(bytes) }));
}

function readAll(files: readonly NamedSource[]): void {
  const ports = { inflate, digests };
  answer(() => scanTogether(files, 'model', ports, LIMITS));
  for (const { path, source } of files) answer(() => scan(source, path, ports, LIMITS));
  reached.scanned++;
  const keras = answer(() => openKerasFiles(files, ports, LIMITS));
  if (keras === undefined) return;
  reached.opened++;
  if (answer(() => inspectKeras(keras)) !== undefined) reached.inspected++;
  const sink = { write: () => undefined, close: () => undefined };
  if (answer(() => compileKeras(keras, { artifact: `sha256:${'0'.repeat(64)}`, limits: LIMITS }, () => sink)) !== undefined) reached.compiled++;
}

const allocated = (): number => {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
};

function failureOf(files: readonly NamedSource[]): string | undefined {
  const cpu = process.cpuUsage();
  const before = allocated();
  try {
    readAll(files);
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
  const { user, system } = process.cpuUsage(cpu);
  if (user + system > MAX_CPU_MS * 1000) return `took ${Math.round((user + system) / 1000)} ms of CPU`;
  return allocated() - before > MAX_MEMORY ? `took ${allocated() - before} bytes` : undefined;
}

const { values } = parseArgs({ options: { count: { type: 'string', default: '5000' }, seed: { type: 'string', default: '1' } } });
const first = Number(values.seed) * 1_000_003;
let failures = 0;
for (let n = 0; n < Number(values.count) && failures < 10; n++) {
  const failure = failureOf(makeCase(first + n));
  if (failure === undefined) continue;
  failures++;
  process.stderr.write(`case ${first + n}: ${failure}\n`);
}
process.stdout.write(
  `${JSON.stringify({ cases: Number(values.count), seed: Number(values.seed), failures, reached, codes: Object.fromEntries([...codes].sort()) })}\n`,
);
process.exitCode = failures > 0 ? 1 : 0;
