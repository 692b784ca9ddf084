import { mkdirSync, rmSync } from 'node:fs';
import { chown } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { asHorngateError, type Code } from '@horngate/core/words';
import { watchFolder } from '../../packages/host/src/supervise/index.ts';
import { guestUid } from '../../packages/sandbox/src/platform.ts';
import { openFolder, stageGuest } from '../../packages/sandbox/src/stage.testing.ts';
import { type Guest, type StagedGuest, type StartOptions, startGuest } from '../../packages/sandbox/src/start.ts';
import { type Held, held, settledTo } from './leaks.ts';

const MiB = 2 ** 20;
const LIMITS = { memoryBytes: 300 * MiB, cpuSeconds: 5, fileBytes: 64 * MiB, openFiles: 64, deadlineMs: 20_000 };
const AT_ONCE = 2;

const CRASHES = ['exit', 'abort', 'half', 'forbidden'];
const LIES = ['magic', 'kind', 'length', 'huge', 'hugeJson', 'id', 'shape', 'nan', 'rank', 'json', 'string', 'bool', 'code', 'credit', 'cancel', 'cancelNone'];
const FLOODS = ['early', 'log', 'tensors', 'flood', 'hang'];

/** What a bomb must end with: an answer that says what was refused, or the code that killed the guest. */
interface Bomb {
  readonly name: string;
  readonly options?: Partial<StartOptions>;
  readonly wanted: RegExp;
  run(guest: Guest, folder: string): Promise<string>;
}

const probe = async (guest: Guest, name: string, argument = ''): Promise<string> => {
  const { result } = await guest.channel.call('probe', { name, argument });
  const { value, error } = result as { value?: unknown; error?: string };
  return error ?? String(value);
};

const BOMBS: readonly Bomb[] = [
  { name: 'processes', wanted: /EPERM|EACCES|HG_GUEST_DIED/, run: (guest) => probe(guest, 'spawn', '/bin/sh') },
  { name: 'many processes', wanted: /spawned|EPERM|EACCES|HG_GUEST_DIED/, run: (guest) => probe(guest, 'spawnMany') },
  { name: 'threads', wanted: /ERR_WORKER|EAGAIN|HG_(LIMIT_MEMORY|GUEST_DIED)/, run: (guest) => probe(guest, 'threads', '2000') },
  { name: 'memory', wanted: /allocation failed|ERR_|HG_LIMIT_MEMORY/i, run: (guest) => probe(guest, 'memory', '4096') },
  { name: 'objects', wanted: /HG_(LIMIT_MEMORY|GUEST_DIED)/, run: (guest) => probe(guest, 'heap') },
  { name: 'processor', wanted: /HG_LIMIT_CPU/, options: { limits: { ...LIMITS, cpuSeconds: 1 } }, run: (guest) => probe(guest, 'cpu') },
  {
    name: 'descriptors',
    wanted: /EMFILE/,
    run: (guest, folder) => probe(guest, 'writeFile', join(folder, 'f')).then(() => probe(guest, 'openMany', join(folder, 'f'))),
  },
  {
    name: 'one file',
    wanted: /EFBIG|HG_LIMIT_OUTPUT/,
    options: { limits: { ...LIMITS, fileBytes: MiB } },
    run: (guest, folder) => probe(guest, 'writeMuch', join(folder, 'f')),
  },
  { name: 'many files', wanted: /HG_LIMIT_OUTPUT/, run: fillFolder },
  { name: 'last words', wanted: /flooded/, run: (guest) => probe(guest, 'stderr') },
];

/** File after file, each within what one may have. */
async function fillFolder(guest: Guest, folder: string): Promise<string> {
  watchFolder(guest, folder, 100 * MiB);
  for (let count = 0; count < 60; count++) await probe(guest, 'writeMuch', join(folder, `f${count}`));
  return 'filled';
}

export interface Outcome {
  /** What did not end as it must: a bomb, a crash or a lie by name, with what was found. */
  readonly wrong: readonly string[];
  readonly guests: number;
  readonly ends: Readonly<Record<string, number>>;
  readonly before: Held;
  readonly after: Held;
}

/** Starts guests that crash, lie and take all that they can get, and looks whether anything is left of them. */
export async function campaign(crashing: number, lying: number): Promise<Outcome> {
  const runDir = openFolder();
  const work = openFolder();
  const echo = await stageGuest('./inside/echo.testing.ts');
  const hostile = await stageGuest('./hostile.testing.ts');
  const wrong: string[] = [];
  const ends: Record<string, number> = {};
  const one = async (
    what: string,
    wanted: RegExp,
    stage: StagedGuest,
    run: (guest: Guest) => Promise<string>,
    options: Partial<StartOptions> = {},
  ): Promise<void> => {
    const found = await endOf({ profile: 'reader', stage, limits: LIMITS, runDir, ...options }, run);
    const end = /^HG_\w+/.exec(found)?.[0] ?? found.slice(0, 40);
    ends[end] = (ends[end] ?? 0) + 1;
    if (!wanted.test(found)) wrong.push(`${what}: ${found}`);
  };
  const lie = (name: string) => (guest: Guest) => guest.channel.call('lie', name, [], { deadlineMs: name === 'hang' ? 300 : 20_000 }).then(() => 'an answer');
  const bomb = async ({ name, options, wanted, run }: Bomb): Promise<void> => {
    const folder = await ownFolder(join(work, name.replaceAll(' ', '-')));
    await one(name, wanted, hostile, (guest) => run(guest, folder), { rw: folder, ...options });
    rmSync(folder, { recursive: true, force: true });
  };
  // Once before anything is counted: the first guest makes what all share.
  await one('an honest guest', /^an answer$/, echo, (guest) => guest.channel.call('echo', 1).then(() => 'an answer'));
  const folders = [runDir, work, hostile.folder];
  const before = await settledTo(held(folders), folders);
  await inTurns([
    ...BOMBS.map((each) => () => bomb(each)),
    ...repeated(CRASHES, crashing).map((name) => () => one(`crash ${name}`, /^HG_GUEST_DIED/, echo, lie(name))),
    ...repeated([...LIES, ...FLOODS], lying).map((name) => () => one(`lie ${name}`, /^HG_(GUEST_PROTOCOL|LIMIT_OUTPUT|LIMIT_DEADLINE)/, echo, lie(name))),
    () => one('an honest guest', /^an answer$/, echo, (guest) => guest.channel.call('echo', 1).then(() => 'an answer')),
  ]);
  return { wrong, guests: BOMBS.length + crashing + lying + 2, ends, before, after: await settledTo(before, folders) };
}

/** What a guest's life ended with: what it answered, or the code and message of what killed it. */
async function endOf(options: StartOptions, run: (guest: Guest) => Promise<string>): Promise<string> {
  let guest: Guest | undefined;
  try {
    guest = await startGuest(options);
    return await run(guest);
  } catch (thrown) {
    const error = asHorngateError(thrown);
    return `${error.code satisfies Code}: ${error.message}`;
  } finally {
    guest?.kill();
    await guest?.exited;
  }
}

async function ownFolder(path: string): Promise<string> {
  mkdirSync(path, { mode: 0o755 });
  const uid = guestUid();
  if (uid !== null) await chown(path, uid, uid);
  return path;
}

const repeated = (names: readonly string[], count: number): string[] => Array.from({ length: count }, (_, index) => names[index % names.length] ?? '');

async function inTurns(tasks: readonly (() => Promise<void>)[]): Promise<void> {
  const left = [...tasks];
  const worker = async (): Promise<void> => {
    for (let task = left.shift(); task !== undefined; task = left.shift()) await task();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

/** What is wrong with an outcome, and what was left behind; empty: nothing. */
export function faultsOf({ wrong, before, after }: Outcome): string[] {
  const left = (['processes', 'descriptors', 'folders'] as const).filter((what) => after[what] > before[what]);
  return [...wrong, ...left.map((what) => `${what} left behind: ${before[what]} before, ${after[what]} after`)];
}

/** `npm run campaign:guests [-- CRASHING LYING]`: 1,000 guests that crash and 100 that lie, besides the bombs. Exit 1 when one ends otherwise, or leaves something. */
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [crashing = 1000, lying = 100] = process.argv.slice(2).map(Number);
  const begun = performance.now();
  const outcome = await campaign(crashing, lying);
  const { guests, ends, before, after } = outcome;
  console.log(
    JSON.stringify({
      guests,
      seconds: Math.round((performance.now() - begun) / 1000),
      ends,
      before,
      after,
      parentMiB: Math.round(process.memoryUsage.rss() / MiB),
    }),
  );
  for (const fault of faultsOf(outcome)) console.log(fault);
  process.exitCode = faultsOf(outcome).length === 0 ? 0 : 1;
}
