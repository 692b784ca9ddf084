/**
 * Changes whole `.keras` files so that most of each stays well-formed, and does with them what a reader guest does: scan, open, inspect, compile. Anything but
 * an answer or a HorngateError with a code of the table, more time or more memory than a case may take, is a failure: its bytes are written to build/fuzz.
 *
 * A changed size seldom fits the weights of its file. So every case is compiled a second time with weights that fit whatever is asked for, which takes it
 * through the lowerings, the passes and the writer. What compiles is now and then read by the second check, and loaded and run by ONNX Runtime, which must
 * load it and answer in the shapes that the program declares.
 *
 *     node --conditions=source --import tsx fuzz/keras.ts --count 20000 --seed 1 [--seeds stages]
 */
process.env['ORT_DISABLE_TELEMETRY'] = '1';

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bytesSource, pureInflate, writeZip, type ZipMember } from '@horngate/core/artifact';
import { compileKeras } from '@horngate/core/compile';
import { inspectKeras, type OpenedKeras, openKeras, type StoredWeight } from '@horngate/core/keras';
import { checkProgram } from '@horngate/core/onnx';
import { scan } from '@horngate/core/scanner';
import { DEFAULT_LIMITS, type Digest, HorngateError, type Limits, type Program } from '@horngate/core/words';
import { digests, inflate } from '../packages/guests/src/ports.ts';
import { Engine } from '../packages/guests/src/runner/engine.ts';
import { native } from '../packages/guests/src/runner/native.ts';
import { type KerasSeed, readKerasSeeds, textOf } from './keras-seeds.ts';
import { mutateBytes, mutateHdf5, mutateJson, mutateZip } from './mutate.ts';
import { mutateConfig, Stock } from './mutate-keras.ts';
import { SeededRandom } from './random.ts';

const LIMITS: Limits = {
  ...DEFAULT_LIMITS,
  maxTensorBytes: 1 << 22,
  maxConfigBytes: 1 << 20,
  maxStructures: 100_000,
  maxLayers: 2000,
  maxActivationBytes: 1 << 26,
};
const ARTIFACT: Digest = `sha256:${'0'.repeat(64)}`;
/** CPU milliseconds and bytes of one case; a case takes some milliseconds as a rule. */
const MAX_CPU_MS = 2000;
const MAX_MEMORY = 192 * 1024 * 1024;
/** A model whose activations take more than this is not handed to ONNX Runtime. */
const MAX_RUN_BYTES = 1 << 22;
const MAX_LOAD_MS = 15_000;
const LOADING = 'build/fuzz/keras-loading.txt';
const SEEDS = readKerasSeeds(/ --seeds[= ](\S+)/.exec(process.argv.join(' '))?.[1]);
const STOCK = new Stock(SEEDS);
const reached = { opened: 0, json: 0, hdf5: 0, inspected: 0, traced: 0, compiled: 0, obliged: 0, checked: 0, loaded: 0, ran: 0, refusedAtRun: 0, neverRan: 0 };
const codes = new Map<string, number>();

function makeCase(seed: number): Uint8Array {
  const random = new SeededRandom(seed);
  const one = random.pick(SEEDS);
  const members = one.members.map((member) => ({ path: member.path, bytes: memberBytes(random, one, member) }));
  if (random.chance(0.02) && members.length > 0) members.splice(random.below(members.length), 1);
  if (random.chance(0.01) && members.length > 0) members.push(random.pick(members));
  const archive = writeZip(members);
  return random.chance(0.03) ? mutateZip(random, archive) : archive;
}

function memberBytes(random: SeededRandom, { config }: KerasSeed, { path, bytes }: ZipMember): Uint8Array {
  if (path === 'config.json') {
    if (config === undefined || random.chance(0.05)) return mutateJson(random, bytes);
    return random.chance(0.93) ? Buffer.from(textOf(mutateConfig(random, config, STOCK))) : bytes;
  }
  if (path === 'metadata.json' && random.chance(0.1)) return random.chance(0.5) ? Buffer.from('{"keras_version": "2.15.0"}') : mutateJson(random, bytes);
  if (path.startsWith('assets/') && random.chance(0.2)) return mutateBytes(random, bytes);
  if (path.endsWith('.h5') && random.chance(0.12)) return random.chance(0.85) ? mutateHdf5(random, { bytes, parts: [] }) : mutateBytes(random, bytes);
  return bytes;
}

/** A refusal is an answer; anything else goes up. */
function answer<T>(run: () => T): T | HorngateError {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof HorngateError) || error.code === 'HG_INTERNAL') throw error;
    codes.set(error.code, (codes.get(error.code) ?? 0) + 1);
    return error;
  }
}

let longest = 0;

/** Runs a part of a case and holds it to its time. */
function timed<T>(run: () => T): T {
  const before = process.cpuUsage();
  const result = run();
  const { user, system } = process.cpuUsage(before);
  const ms = (user + system) / 1000;
  longest = Math.max(longest, ms);
  if (ms > MAX_CPU_MS) throw new Error(`took ${Math.round(ms)} ms of CPU`);
  return result;
}

type Files = Map<string, Buffer>;

/** Compiles, and keeps the files if asked to; the offsets of a sink rise, and nothing is written past what was announced. */
function compile(keras: OpenedKeras, keep: Files | undefined): HorngateError | undefined {
  let bytes = 0;
  const written = answer(() =>
    compileKeras(keras, { artifact: ARTIFACT, limits: LIMITS }, (name) => {
      const parts: Buffer[] = [];
      let end = 0;
      return {
        write: (offset, part) => {
          if (offset < end) throw new Error(`wrote ${name} at ${offset} after ${end}`);
          bytes += part.length;
          if (keep !== undefined) parts.push(Buffer.alloc(offset - end), Buffer.from(part));
          end = offset + part.length;
        },
        close: () => void keep?.set(name, Buffer.concat(parts)),
      };
    }),
  );
  if (written instanceof HorngateError) return written;
  const announced = written.reduce((sum, file) => sum + file.bytes, 0);
  if (bytes > announced) throw new Error(`wrote ${bytes} bytes, and announced ${announced}`);
  return undefined;
}

/** What the refusal of a missing variable says of its path and its dims. */
const WANTED = /^Cannot bind the weights at "(.*)" as a variable \[([\d, ]*)\] is wanted/s;

/** Weights that fit: each that is found missing is added, and the model is compiled once more. */
function oblige(keras: OpenedKeras, random: SeededRandom, keep: Files | undefined): HorngateError | undefined {
  const all = new Map<string, StoredWeight>();
  const weights = {
    below: (path: string) => new Map([...all].filter(([name]) => name.startsWith(`${path}/`)).map(([name, weight]) => [name.slice(path.length + 1), weight])),
    nameAt: () => undefined,
    ...(keras.weights.asset === undefined ? {} : { asset: keras.weights.asset }),
  };
  for (let tries = 0; ; tries++) {
    keep?.clear();
    const refusal = timed(() => compile({ ...keras, weights }, keep));
    const [, path, dims] = (refusal?.code === 'HG_ARTIFACT_WEIGHTS' && WANTED.exec(refusal.message)) || [];
    if (path === undefined || all.has(path) || tries === 30) return refusal;
    const shape = dims === '' ? [] : (dims ?? '').split(', ').map(Number);
    const bytes = shape.reduce((product, dim) => product * dim, 4);
    if (bytes > LIMITS.maxTensorBytes) return refusal;
    const data = Float32Array.from({ length: bytes / 4 }, () =>
      random.chance(0.02) ? random.pick([0, Number.NaN, -1e38, Number.POSITIVE_INFINITY]) : random.next(),
    );
    all.set(path, { dtype: 'float32', dims: shape, bytes, read: () => new Uint8Array(data.buffer) });
  }
}

interface Compiled {
  readonly files: Files;
}

function readerGuest(bytes: Uint8Array, random: SeededRandom, wanted: boolean): Compiled | undefined {
  const source = bytesSource(bytes);
  const keep: Files | undefined = wanted ? new Map() : undefined;
  const ports = random.chance(0.05) ? { inflate: pureInflate, digests } : { inflate, digests };
  timed(() => scan(source, 'model.keras', ports, LIMITS));
  const keras = timed(() => answer(() => openKeras(source, ports, LIMITS)));
  if (keras instanceof HorngateError) {
    if (keras.where.member === 'config.json' || keras.code === 'HG_ARTIFACT_JSON') reached.json++;
    return undefined;
  }
  reached.opened++;
  reached.json++;
  reached.hdf5++;
  const inspection = timed(() => answer(() => inspectKeras(keras)));
  if (!(inspection instanceof HorngateError)) {
    reached.inspected++;
    if (inspection.runs) reached.traced++;
    JSON.stringify(inspection);
  }
  const first = timed(() => compile(keras, keep));
  if (first === undefined) {
    reached.compiled++;
    return keep && { files: keep };
  }
  if (oblige(keras, random, keep) !== undefined) return undefined;
  reached.obliged++;
  return keep && { files: keep };
}

function secondCheck(files: Files): Program {
  reached.checked++;
  return checkProgram({
    manifest: files.get('program.json') ?? new Uint8Array(),
    graphs: new Map([...files].filter(([name]) => name.endsWith('.onnx')).map(([name, part]) => [name, bytesSource(part)])),
    tables: new Map([...files].filter(([name]) => name.endsWith('.table')).map(([name, part]) => [name, bytesSource(part)])),
    weightsBytes: files.get('weights.bin')?.length ?? 0,
    files: [...files.keys()],
  });
}

/** Loads a program as the runner guest does; what the seeded inputs give must have the declared shapes and types. */
async function runnerGuest(files: Files, program: Program): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'horngate-fuzz-'));
  try {
    for (const [name, part] of files) writeFileSync(join(folder, name), part);
    const { result, tensors } = await bounded(new Engine(native).load({ folder, program, threads: 1 }));
    reached.loaded++;
    const golden = (result as { golden: { code?: string } | null }).golden;
    if (golden?.code !== undefined) reached.refusedAtRun++;
    // Honest where the sizes of a call are tied to each other, such as a batch that must be a multiple of 6.
    if (golden === null) reached.neverRan++;
    if (tensors === undefined) return;
    reached.ran++;
    for (const [index, { name, dtype, shape }] of (program.signatures['predict']?.outputs ?? []).entries()) {
      const found = tensors[index];
      const fits =
        found?.dtype === dtype && found.shape.length === shape.length && shape.every((dim, axis) => typeof dim === 'string' || dim === found.shape[axis]);
      if (!fits) throw new Error(`answered "${name}" as ${found?.dtype}[${found?.shape}], and declared ${dtype}[${shape}]`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** ONNX Runtime works beside this thread and cannot be stopped: when it does not end, nothing of this process is of use any more. */
async function bounded<T>(work: Promise<T>): Promise<T> {
  const alarm = setTimeout(() => {
    process.stderr.write(`case ${readFileSync(LOADING, 'utf8')}: ONNX Runtime did not end in ${MAX_LOAD_MS} ms\n`);
    process.exit(1);
  }, MAX_LOAD_MS);
  try {
    return await work;
  } finally {
    clearTimeout(alarm);
  }
}

const allocated = (): number => {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
};

async function runCase(bytes: Uint8Array, random: SeededRandom, { check, load }: { check: boolean; load: boolean }): Promise<string | undefined> {
  const before = allocated();
  try {
    const compiled = readerGuest(bytes, random, check || load);
    const more = allocated() - before;
    if (more > MAX_MEMORY) return `took ${more} bytes`;
    if (compiled === undefined) return undefined;
    const program = timed(() => secondCheck(compiled.files));
    if (!Number.isSafeInteger(program.activationBytes) || program.activationBytes < 0) return `needs ${program.activationBytes} bytes of activations`;
    if (load && program.activationBytes <= MAX_RUN_BYTES) await runnerGuest(compiled.files, program);
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
  return undefined;
}

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
    /** Every n-th case that compiles is checked, and every n-th case is loaded. */
    check: { type: 'string', default: '2' },
    load: { type: 'string', default: '3' },
    /** Seeds whose path holds this; read above. */
    seeds: { type: 'string', default: '' },
    /** One case again: its number as the name of its file has it. */
    only: { type: 'string' },
    /** The number of the first case, to go on where a run ended. */
    from: { type: 'string', default: '0' },
    failures: { type: 'string', default: '10' },
  },
});
const count = values.only === undefined ? Number(values.count) : 1;
const first = values.only === undefined ? Number(values.seed) * 1_000_003 : Number(values.only);
const [check, load] = [Number(values.check), Number(values.load)];
let failures = 0;
for (let n = Number(values.from); n < count && failures < Number(values.failures); n++) {
  const bytes = makeCase(first + n);
  const path = `build/fuzz/keras-${first + n}.keras`;
  const all = values.only !== undefined;
  const loads = all || (load > 0 && n % load === 0);
  mkdirSync('build/fuzz', { recursive: true });
  // Should ONNX Runtime take the process down, this is the case that did it.
  if (loads) {
    writeFileSync(LOADING, `${first + n}`);
    writeFileSync('build/fuzz/keras-loading.keras', bytes);
  }
  const failure = await runCase(bytes, new SeededRandom(first + n), { check: all || n % check === 0, load: loads });
  if (failure === undefined) continue;
  failures++;
  writeFileSync(path, bytes);
  process.stderr.write(`${path}: ${failure}\n`);
}
rmSync(LOADING, { force: true });
const peakMiB = Math.round(process.resourceUsage().maxRSS / 1024);
process.stdout.write(
  `${JSON.stringify({ cases: count, seed: Number(values.seed), failures, seeds: SEEDS.length, reached, longestMs: Math.round(longest), peakMiB, codes: Object.fromEntries([...codes].sort()) })}\n`,
);
process.exitCode = failures > 0 || (values.only === undefined && reached.opened * 2 < count) ? 1 : 0;
