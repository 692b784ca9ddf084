import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hostOptions } from '@horngate/host';
import { exportOnnx } from '../packages/host/src/index.ts';
import { freshBuild } from '../tools/build/fresh.js';
import { pageOf } from './compare-page.ts';
import { flopsOf, peakFlops } from './flops.ts';
import { LinePeer, type Ready } from './peers/line-peer.ts';

/**
 * `npm run bench:compare -- FOLDER [MODEL…]`: real Keras in all its ways, its own ONNX export and ours in Python's ONNX Runtime, and Horngate in process and in the
 * sandbox, on the models that `bench/models.py` made. `HORNGATE_BENCH_PYTHON` names a Python with keras, tensorflow-cpu, tf-keras, jax,
 * onnxruntime and tf2onnx; `npm ci --prefix bench/peers/tfjs` gets TensorFlow.js.
 *
 * Every peer is a process of its own with one thread. In each round all of them run for a while, in turn, then in the opposite turn; a figure is the median of a
 * peer's calls over all rounds. One JSON line a peer goes to standard output and `bench/comparison.jsonl`; the page and its plots are drawn from these lines.
 */
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 6);
const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 0.7);
const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const python = process.env['HORNGATE_BENCH_PYTHON'] ?? at('../.venv/bench/bin/python');

export interface Line extends Ready {
  readonly date: string;
  readonly processor: string;
  readonly model: string;
  readonly batch: number;
  readonly peer: string;
  readonly wallMs: number;
  readonly cpuPerCallMs: number;
  readonly calls: number;
  /** Part of the core's best matrix product that the model reaches; by wall time. */
  readonly ofPeak: number;
}

interface Model {
  readonly name: string;
  readonly inputs: readonly string[];
  /** Why Keras' own export is not there. */
  readonly export: string | null;
}

async function main([folder = '', ...wanted]: readonly string[]): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'horngate-compare-'));
  chmodSync(home, 0o755); // a guest's user must reach what is staged there
  const { models } = JSON.parse(readFileSync(join(folder, 'models.json'), 'utf8')) as { models: readonly Model[] };
  const lines: Line[] = [];
  try {
    const { guests } = await freshBuild();
    const peak = await peakFlops();
    console.log(JSON.stringify({ kind: 'peak', gigaflops: Math.round(peak / 1e9) }));
    for (const model of models.filter(({ name }) => wanted.length === 0 || wanted.includes(name)))
      for (const batch of [1, 32]) lines.push(...(await compareModel(folder, model, batch, guests, home, peak)));
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
  writeFileSync(at('comparison.jsonl'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  for (const [name, text] of Object.entries(pageOf(lines))) writeFileSync(at(name), text);
}

async function compareModel(folder: string, model: Model, batch: number, guests: string, home: string, peak: number): Promise<Line[]> {
  const keras = join(folder, `${model.name}.keras`);
  const ours = join(folder, `${model.name}.ours.onnx`);
  await exportOnnx(keras, ours, hostOptions({ guests, home, threads: 1 }), { opset: 21 });
  const peers = peersOf(
    { keras, ours, theirs: model.export === null ? join(folder, `${model.name}.keras.onnx`) : undefined },
    { folder, model, batch, guests, home },
  );
  const flops = flopsOf(keras, batch);
  try {
    const ready: Ready[] = [];
    for (const peer of peers) ready.push(await peer.ready());
    const wall = peers.map((): number[] => []);
    const cpu = peers.map((): number[] => []);
    for (let round = 0; round < ROUNDS; round++)
      for (const index of round % 2 === 0 ? peers.keys() : [...peers.keys()].reverse()) {
        const times = await (peers[index] as LinePeer).round(SECONDS);
        wall[index]?.push(...times.wall);
        cpu[index]?.push(...times.cpu);
      }
    return peers.map((peer, index) => {
      const wallMs = median(wall[index] ?? []);
      const line: Line = {
        date: new Date().toISOString().slice(0, 10),
        processor: cpus()[0]?.model ?? '',
        model: model.name,
        batch,
        peer: peer.name,
        ...(ready[index] as Ready),
        wallMs,
        cpuPerCallMs: median(cpu[index] ?? []),
        calls: wall[index]?.length ?? 0,
        ofPeak: flops / (wallMs / 1e3) / peak,
      };
      console.log(JSON.stringify(line));
      return line;
    });
  } finally {
    for (const peer of peers) peer.close();
  }
}

interface Files {
  readonly keras: string;
  readonly ours: string;
  readonly theirs: string | undefined;
}

interface Place {
  readonly folder: string;
  readonly model: Model;
  readonly batch: number;
  readonly guests: string;
  readonly home: string;
}

function peersOf({ keras, ours, theirs }: Files, { folder, model, batch, guests, home }: Place): LinePeer[] {
  const npz = join(folder, `${model.name}.npz`);
  const tfjs = join(folder, `${model.name}.tfjs.json`);
  const env = { PATH: process.env['PATH'], OMP_NUM_THREADS: '1', ORT_DISABLE_TELEMETRY: '1' };
  const node = (name: string, kind: string) =>
    new LinePeer(
      name,
      process.execPath,
      ['--conditions=source', '--import', 'tsx', at('peers/node.ts'), kind, guests, home, keras, npz, String(batch), ...model.inputs],
      env,
    );
  const keras3 = (name: string, kind: string, file = keras) =>
    new LinePeer(name, python, [at('peers/in_python.py'), kind, file, npz, String(batch), ...model.inputs], env);
  return [
    node('Horngate, in process', 'process'),
    node('Horngate, sandboxed', 'sandbox'),
    keras3('our ONNX in Python', 'onnx', ours),
    ...(theirs === undefined ? [] : [keras3("Keras' ONNX in Python", 'onnx', theirs)]),
    keras3('Keras predict', 'predict'),
    keras3('Keras call', 'call'),
    keras3('tf.function', 'function'),
    keras3('XLA', 'xla'),
    keras3('JAX jit', 'jax'),
    ...(existsSync(tfjs) ? [new LinePeer('TensorFlow.js, wasm', process.execPath, [at('peers/tfjs/run.js'), tfjs, String(batch)], env)] : []),
  ];
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

await main(process.argv.slice(2));
