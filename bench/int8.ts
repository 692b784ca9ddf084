import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hostOptions } from '@horngate/host';
import { exportOnnx } from '../packages/host/src/index.ts';
import { freshBuild } from '../tools/build/fresh.js';

process.env['ORT_DISABLE_TELEMETRY'] = '1';
const INPUTS = 1000;
const ROUNDS = 15;

/**
 * `npm run bench:int8 -- FOLDER`: what `convert --int8` costs and gives on the MLP and the transformer of `bench/models.py`: how many of 1,000 inputs keep their best
 * class, and how much faster it is than float, in turn, with one thread. Wanted: 99 % and 1.5 times.
 */
async function main(folder: string): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'horngate-int8-'));
  chmodSync(home, 0o755); // a guest's user must reach what is staged there
  try {
    for (const [name, shape] of [
      ['mlp', [784]],
      ['transformer', [128, 256]],
    ] as const)
      await measure(join(folder, `${name}.keras`), name, shape, home);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

async function measure(model: string, name: string, shape: readonly number[], home: string): Promise<void> {
  const { guests } = await freshBuild();
  const ort = await import('onnxruntime-node');
  const options = hostOptions({ guests, home, threads: 1 });
  const files = { float: join(home, `${name}.onnx`), int8: join(home, `${name}.int8.onnx`) };
  await exportOnnx(model, files.float, options, { opset: 21 });
  await exportOnnx(model, files.int8, { ...options, form: { precision: 'int8' } }, { opset: 21 });
  const settings = { intraOpNumThreads: 1, graphOptimizationLevel: 'all' } as const;
  const [float, int8] = [
    await ort.InferenceSession.create(readFileSync(files.float), settings),
    await ort.InferenceSession.create(readFileSync(files.int8), settings),
  ];
  const answer = async (session: typeof float, x: Float32Array, batch: number): Promise<Float32Array> => {
    const answers = await session.run({ [session.inputNames[0] ?? '']: new ort.Tensor('float32', x, [batch, ...shape]) });
    return answers[session.outputNames[0] ?? '']?.data as Float32Array;
  };
  const next = normal(11);
  const row = shape.reduce((product, size) => product * size, 1);
  let same = 0;
  for (let input = 0; input < INPUTS; input++) {
    const x = Float32Array.from({ length: row }, next);
    if (best(await answer(float, x, 1)) === best(await answer(int8, x, 1))) same++;
  }
  for (const batch of [1, 32]) {
    const x = Float32Array.from({ length: row * batch }, next);
    const times: Record<'float' | 'int8', number[]> = { float: [], int8: [] };
    for (let round = 0; round < ROUNDS; round++)
      for (const [kind, session] of round % 2 === 0
        ? ([
            ['float', float],
            ['int8', int8],
          ] as const)
        : ([
            ['int8', int8],
            ['float', float],
          ] as const)) {
        const calls = batch === 1 ? 20 : 2;
        const from = process.cpuUsage();
        for (let call = 0; call < calls; call++) await answer(session, x, batch);
        const { user, system } = process.cpuUsage(from);
        times[kind].push((user + system) / 1e3 / calls);
      }
    const [f, i] = [median(times.float), median(times.int8)];
    console.log(
      JSON.stringify({
        kind: 'int8',
        model: name,
        batch,
        inputs: INPUTS,
        sameBestClass: same / INPUTS,
        cpuMs: { float: f, int8: i },
        times: Math.round((f / i) * 100) / 100,
      }),
    );
  }
  await float.release();
  await int8.release();
}

const best = (scores: Float32Array): number => scores.indexOf(Math.max(...scores));

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/** Normal numbers that come back from run to run: Box and Muller on a Lehmer generator. */
function normal(seed: number): () => number {
  let state = seed;
  const uniform = (): number => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

await main(process.argv[2] ?? '');
