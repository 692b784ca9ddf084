import { appendFileSync, chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { arrayOf, isFloat, sizeOf, type Tensor } from '@horngate/core/tensor';
import type { TensorSpec } from '@horngate/core/words';
import { type HostOptions, hostOptions, prepare, RunnerPool, type SealedProgram, start } from '@horngate/host';
import { freshBuild } from '../tools/build/fresh.js';
import { inProcess } from './peers/in-process.ts';
import type { Peer } from './peers/peer.ts';
import { sandbox } from './peers/sandbox.ts';

const ROUNDS = 8;
const ROUND_MS = 500;
const STARTS = 7;
const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/**
 * `npm run bench [-- FOLDER]`: our `predict` in the sandbox beside onnxruntime-node in process on the same ONNX file, one JSON line a peer.
 *
 * Peers take turns (A B B A …) in one run, each warm; wall time of a call is a median over all its rounds. FOLDER holds further `.keras` files, such as
 * those that `conformance/keras/large.py` makes. Lines go to standard output and to `bench/results.jsonl`.
 */
async function main(folder: string | undefined): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'horngate-bench-'));
  chmodSync(home, 0o755); // a guest's user must reach what is staged there
  const options = hostOptions({ guests: (await freshBuild()).guests, home, threads: 1 });
  try {
    for (const path of models(folder)) await benchModel(path, options);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

function models(folder: string | undefined): string[] {
  const own = ['../examples/digits/digits.keras', '../conformance/keras/cases/whole/whole-mobilenet-v2.keras'].map(at);
  const given = folder !== undefined && existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.keras')) : [];
  return [...own, ...given.map((name) => join(folder ?? '', name))];
}

async function benchModel(path: string, options: HostOptions): Promise<void> {
  const { sealed } = await prepare(path, options);
  const model = basename(path, '.keras');
  const inputs = (sealed.program.signatures['predict']?.inputs ?? []).map(inputFor);
  const peers = [await sandbox(sealed, options), await inProcess(sealed, options)];
  const times = peers.map((): number[] => []);
  for (const peer of peers) await round(peer, inputs, []);
  for (let turn = 0; turn < ROUNDS; turn++) {
    const order = turn % 2 === 0 ? [0, 1] : [1, 0];
    for (const index of order) await round(peers[index] as Peer, inputs, times[index] as number[]);
  }
  const bytes = inputs.reduce((sum, { data }) => sum + (data as Uint8Array).byteLength, 0);
  for (const [index, peer] of peers.entries()) {
    print({
      kind: 'predict',
      peer: peer.name,
      version: peer.version,
      model,
      batch: 1,
      threads: options.threads,
      inputBytes: bytes,
      calls: times[index]?.length,
      wallMs: summary(times[index] ?? []),
    });
    peer.close();
  }
  print({ kind: 'start to first prediction', peer: peers[0]?.name, model, wallMs: summary(await startTimes(sealed, options, inputs)) });
  await using pool = new RunnerPool();
  print({
    kind: 'start from the pool to first prediction',
    peer: peers[0]?.name,
    model,
    wallMs: summary(await startTimes(sealed, { ...options, pool }, inputs)),
  });
}

async function round(peer: Peer, inputs: readonly Tensor[], times: number[]): Promise<void> {
  const end = performance.now() + ROUND_MS;
  while (performance.now() < end) {
    const begun = performance.now();
    await peer.predict(inputs);
    times.push(performance.now() - begun);
  }
}

/** Inside a running host: from `start()` of a sealed Program to its first answer. A runner of the pool waits by then. */
async function startTimes(sealed: SealedProgram, options: HostOptions, inputs: readonly Tensor[]): Promise<number[]> {
  const times: number[] = [];
  for (let count = 0; count < STARTS; count++) {
    options.pool?.warm(sealed.store, options);
    await options.pool?.settled();
    const begun = performance.now();
    const session = await start(sealed, options);
    await session.predict(inputs);
    times.push(performance.now() - begun);
    session.dispose();
  }
  return times;
}

/** One row: floats in [-1, 1) that repeat from run to run, ones for whole numbers. */
function inputFor({ dtype, shape }: TensorSpec): Tensor {
  const dims = shape.map((dim, axis) => (typeof dim === 'number' ? dim : axis === 0 ? 1 : 32));
  const numbers = Array.from({ length: sizeOf(dims) }, (_, index) => (isFloat(dtype) ? ((index * 2654435761) % 2048) / 1024 - 1 : 1));
  return { dtype, shape: dims, data: arrayOf(dtype as 'float32', numbers) } as Tensor;
}

function summary(times: readonly number[]): Record<string, number> {
  const sorted = [...times].sort((a, b) => a - b);
  const pick = (part: number): number => Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0) * 1e4) / 1e4;
  return { min: pick(0), median: pick(0.5), p90: pick(0.9) };
}

function print(line: Readonly<Record<string, unknown>>): void {
  const text = JSON.stringify({
    date: new Date().toISOString().slice(0, 10),
    node: process.version,
    processor: cpus()[0]?.model,
    cores: cpus().length,
    ...line,
  });
  process.stdout.write(`${text}\n`);
  appendFileSync(at('results.jsonl'), `${text}\n`);
}

await main(process.argv[2]);
