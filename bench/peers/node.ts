import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { bytesSource, crc32, pureInflate, readNpz } from '@horngate/core/artifact';
import type { Tensor } from '@horngate/core/tensor';
import { DEFAULT_LIMITS, type Digests } from '@horngate/core/words';
import { type HostOptions, hostOptions, prepare, type SealedProgram, start } from '@horngate/host';
import { Engine } from '../../packages/guests/src/runner/engine.ts';
import { native } from '../../packages/guests/src/runner/native.ts';
import { descendants, processorMs, proportionalMB } from './processes.ts';

/**
 * One peer of the comparison in Node: `node.ts KIND GUESTS HOME MODEL.keras NPZ BATCH INPUT…`, with the line protocol of `in_python.py`.
 *
 * KIND: `process` runs the sealed ONNX file in this process, as the runner would; `sandbox` in a locked runner, whose processor time and memory count too.
 */
const [kind = '', guests = '', home = '', model = '', npz = '', batch = '1', ...names] = process.argv.slice(2);
const options = hostOptions({ guests, home, threads: 1 });
const { sealed } = await prepare(model, options);
const digests: Pick<Digests, 'crc32'> = { crc32 };
const stored = readNpz(bytesSource(readFileSync(npz)), DEFAULT_LIMITS, pureInflate, digests);
const inputs = names.map((name) => stored.get(`in/${name}/${batch}`) as Tensor);
const predict = kind === 'sandbox' ? await inSandbox(sealed, options) : await inProcess(sealed, options);

async function inProcess({ folder, program }: SealedProgram, { threads }: HostOptions): Promise<() => Promise<Tensor | undefined>> {
  const engine = new Engine(native);
  await engine.load({ folder, program, threads });
  return async () => (await engine.predict({ signature: 'predict' }, inputs)).tensors?.[0];
}

async function inSandbox(program: SealedProgram, given: HostOptions): Promise<() => Promise<Tensor | undefined>> {
  const session = await start(program, given);
  return async () => Object.values((await session.predict(inputs)).outputs)[0];
}

/** Farthest from Keras, as a part of its largest number. */
function errorOf(answer: Tensor | undefined): number {
  const wanted = stored.get(`out/${batch}`)?.data as Float32Array;
  const found = answer?.data as Float32Array;
  const largest = wanted.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return wanted.reduce((most, value, at) => Math.max(most, Math.abs(value - (found[at] ?? Number.NaN))), 0) / largest;
}

const error = errorOf(await predict());
const own = (): number[] => [process.pid, ...descendants(process.pid)];
console.log(JSON.stringify({ version: process.version, error, cpuMs: processorMs(own()), megabytes: proportionalMB(own()) }));
for await (const line of createInterface(process.stdin)) {
  const end = performance.now() + Number(line) * 1e3;
  const wall: number[] = [];
  const pids = own();
  const before = processorMs(pids);
  while (performance.now() < end || wall.length === 0) {
    const from = performance.now();
    await predict();
    wall.push(performance.now() - from);
  }
  // The kernel counts in steps of 10 ms or less: one number for the round.
  console.log(JSON.stringify({ wall, cpu: [(processorMs(pids) - before) / wall.length] }));
}
process.exit(0);
