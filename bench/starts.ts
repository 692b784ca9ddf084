import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bytesSource, crc32, pureInflate, readNpz, writeNpz } from '@horngate/core/artifact';
import type { Tensor } from '@horngate/core/tensor';
import { DEFAULT_LIMITS } from '@horngate/core/words';

/**
 * `npm run bench:starts -- FOLDER [MODEL…]`: from a command to its first answer, on the models of `bench/models.py`: `horngate run` and the shortest
 * Keras script on TensorFlow, whole processes, in turn. Processor time is the task clock of all processes that a command starts, guests that are killed too
 * (`perf stat`; the kernel's sums for parents leave those out that nobody waited for); memory is the largest sum of their PSS, of a run of its own.
 *
 * first: nothing on disk, not even the staged runtimes; cold: the model is new; warm: its sealed Program is there.
 */
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 5);
const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const python = process.env['HORNGATE_BENCH_PYTHON'] ?? at('../.venv/bench/bin/python');

interface Spent {
  readonly code: number;
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly megabytes: number;
}

interface Way {
  readonly name: string;
  readonly command: readonly string[];
  /** What is taken away from `HORNGATE_HOME` before. */
  readonly forget: readonly string[];
}

function main([folder = '', ...wanted]: readonly string[]): void {
  const { models } = JSON.parse(readFileSync(join(folder, 'models.json'), 'utf8')) as { models: readonly { name: string; inputs: readonly string[] }[] };
  const home = mkdtempSync(join(tmpdir(), 'horngate-starts-'));
  chmodSync(home, 0o755); // a guest's user must reach what is staged there
  try {
    const chosen = models.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
    const lines = chosen.flatMap((model) => measure(folder, model.name, model.inputs, home));
    writeFileSync(at('starts.jsonl'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

function measure(folder: string, model: string, inputs: readonly string[], home: string): object[] {
  const keras = join(folder, `${model}.keras`);
  const given = join(home, `${model}.npz`);
  const stored = readNpz(bytesSource(readFileSync(join(folder, `${model}.npz`))), DEFAULT_LIMITS, pureInflate, { crc32 });
  writeFileSync(given, writeNpz(new Map(inputs.map((name) => [name, stored.get(`in/${name}/1`) as Tensor]))));
  const run = [process.execPath, at('../packages/cli/bin/horngate.js'), 'run', keras, '--input', given, '--quiet'];
  const ways: readonly Way[] = [
    { name: 'Horngate, first', command: run, forget: ['stage', 'tenants'] },
    { name: 'Horngate, cold', command: run, forget: ['tenants'] },
    { name: 'Horngate, warm', command: run, forget: [] },
    { name: 'Keras on TensorFlow', command: [python, at('peers/keras_once.py'), keras, given], forget: [] },
  ];
  const spent = ways.map((): Spent[] => []);
  for (let round = 0; round < ROUNDS; round++) for (const [index, way] of ways.entries()) spent[index]?.push(once('cpu', way, home));
  return ways.map((way, index) => {
    const [wallMs, cpuMs] = [median(spent[index]?.map((one) => one.wallMs)), median(spent[index]?.map((one) => one.cpuMs))];
    const line = {
      date: new Date().toISOString().slice(0, 10),
      processor: cpus()[0]?.model,
      model,
      peer: way.name,
      wallMs,
      cpuMs,
      megabytes: once('memory', way, home).megabytes,
    };
    console.log(JSON.stringify(line));
    return line;
  });
}

function once(kind: 'cpu' | 'memory', { name, command, forget }: Way, home: string): Spent {
  for (const part of forget) for (const entry of entries(join(home, 'home', part))) rmSync(entry, { recursive: true, force: true });
  const { PATH } = process.env;
  const env = { PATH, HORNGATE_HOME: join(home, 'home'), ORT_DISABLE_TELEMETRY: '1', OMP_NUM_THREADS: '1' };
  const { stdout } = spawnSync(python, [at('peers/spent.py'), kind, ...command], { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  const spent = JSON.parse(stdout) as Spent;
  if (spent.code !== 0) throw new Error(`${name} ended with ${spent.code}`);
  return spent;
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder).map((name) => join(folder, name));
  } catch {
    return []; // the first of all
  }
}

function median(values: readonly number[] = []): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

main(process.argv.slice(2));
