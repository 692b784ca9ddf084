import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { arrayOf, isFloat, sizeOf, type Tensor } from '@horngate/core/tensor';
import type { Level, TensorSpec } from '@horngate/core/words';
import { HorngateError } from '@horngate/core/words';
import { type HostOptions, hostOptions, prepare, type SealedProgram } from '@horngate/host';
import { stageGuest } from '../packages/host/src/staging/index.ts';
import { Channel, DEFAULT_CAPS, type StagedGuest, startGuest } from '../packages/sandbox/src/index.ts';
import { freshBuild } from '../tools/build/fresh.js';

const ROUNDS = 25;
const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
/** Flags and environment of a runner, as `sandbox` gives them. */
const FLAGS = ['--max-old-space-size=614', '--v8-pool-size=1', '--jitless'];
const ENVIRONMENT = { PATH: '/usr/bin:/bin', LANG: 'C.UTF-8', ORT_DISABLE_TELEMETRY: '1', OPENSSL_CONF: '/nonexistent', UV_THREADPOOL_SIZE: '1' };
const LIMITS = { memoryBytes: 2 ** 30, cpuSeconds: 1e6, fileBytes: 0, openFiles: 64, deadlineMs: 60_000 };

/**
 * `npm run bench:walls`: from the start of the process of a sealed small CNN to its first answer, with the walls of L1 and L2 and its lock, beside the same
 * bundle, node and flags without launcher and lock. Kinds take turns in one run. Target for L1: at most 1.1 times the bare one.
 */
async function main(): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'horngate-walls-'));
  chmodSync(home, 0o755); // a guest's user must reach what is staged there
  try {
    const options = hostOptions({ guests: (await freshBuild()).guests, home, threads: 1 });
    for (const model of ['../examples/digits/digits.keras', process.argv[2] ?? '']) if (model !== '') await compare(model, options);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

async function compare(model: string, options: HostOptions): Promise<void> {
  const { sealed } = await prepare(model.startsWith('..') ? at(model) : model, options);
  const stage = await stageGuest(options, 'runner');
  const inputs = (sealed.program.signatures['predict']?.inputs ?? []).map(ones);
  const kinds = {
    bare: () => bare(sealed, stage, inputs),
    L1: () => walled('L1', sealed, stage, inputs, options),
    L2: () => walled('L2', sealed, stage, inputs, options),
  };
  const times: Record<string, number[]> = { bare: [], L1: [], L2: [] };
  for (let round = 0; round < ROUNDS; round++)
    for (const [name, start] of round % 2 === 0 ? Object.entries(kinds) : Object.entries(kinds).reverse()) {
      const begun = performance.now();
      const end = await start();
      times[name]?.push(performance.now() - begun);
      end();
    }
  const medians = Object.fromEntries(Object.entries(times).map(([name, all]) => [name, median(all)]));
  console.log(
    JSON.stringify({
      kind: 'start to first answer',
      model,
      rounds: ROUNDS,
      ms: medians,
      times: { L1: ratio(medians['L1'], medians['bare']), L2: ratio(medians['L2'], medians['bare']) },
    }),
  );
}

async function walled(level: Level, sealed: SealedProgram, stage: StagedGuest, inputs: readonly Tensor[], options: HostOptions): Promise<() => void> {
  const guest = await startGuest({ profile: 'runner', level, stage, ro: [sealed.folder], limits: LIMITS, runDir: join(options.home, 'run') });
  await guest.channel.call('load', { folder: sealed.folder, program: sealed.program, threads: 1 });
  await guest.channel.call('lock');
  await guest.confirmLock();
  await guest.channel.call('predict', { signature: 'predict' }, inputs);
  return () => guest.kill();
}

async function bare(sealed: SealedProgram, stage: StagedGuest, inputs: readonly Tensor[]): Promise<() => void> {
  const [command = '', ...before] = stage.command;
  const child = spawn(command, [...before, ...FLAGS, stage.bundle], { env: ENVIRONMENT, cwd: '/', stdio: ['pipe', 'pipe', 'ignore'] });
  const died = new Promise<HorngateError>((settle) => child.once('exit', () => settle(new HorngateError('HG_GUEST_DIED', 'Cannot go on with the bare guest'))));
  const channel = new Channel({ stdin: child.stdin, stdout: child.stdout, died, kill: () => void child.kill('SIGKILL') }, { ...DEFAULT_CAPS });
  await channel.ready;
  await channel.call('load', { folder: sealed.folder, program: sealed.program, threads: 1 });
  await channel.call('predict', { signature: 'predict' }, inputs);
  return () => void child.kill('SIGKILL');
}

function ones({ dtype, shape }: TensorSpec): Tensor {
  const dims = shape.map((dim) => (typeof dim === 'number' ? dim : 1));
  return {
    dtype,
    shape: dims,
    data: arrayOf(
      dtype as 'float32',
      Array.from({ length: sizeOf(dims) }, () => (isFloat(dtype) ? 0.5 : 1)),
    ),
  } as Tensor;
}

const median = (values: readonly number[]): number => Math.round(([...values].sort((a, b) => a - b)[values.length >> 1] ?? 0) * 10) / 10;
const ratio = (a = 0, b = 1): number => Math.round((a / b) * 1e3) / 1e3;

await main();
