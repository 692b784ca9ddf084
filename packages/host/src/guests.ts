import { chownSync } from 'node:fs';
import { join } from 'node:path';
import type { Policy, Profile, Program } from '@horngate/core/words';
import { type Guest, type GuestLimits, guestUid, type Hardware, type StagedGuest, type StartOptions, startGuest } from '@horngate/sandbox';
import { makeFolder } from './home.ts';
import type { HostOptions } from './options.ts';
import { bareGuest, type Kind, stageGuest } from './staging/index.ts';
import { stageMedia } from './staging/stage-media.ts';
import { watchFolder } from './supervise/index.ts';

const MiB = 2 ** 20;
const GiB = 2 ** 30;

/** What a Program holds besides its weights. */
const GRAPH_BYTES = 64 * MiB;

/** A reader for files of `bytes` together; `rw` is the one folder that it may write, when it is to compile. */
export async function startReader(options: HostOptions, files: readonly number[], bytes: number, rw?: string): Promise<Guest> {
  const { scanMemoryBytes, compileMemoryBytes, maxTensorBytes } = options.policy.limits;
  if (rw !== undefined) giveTo(rw);
  const guest = await confined(options, 'reader', rw === undefined ? { files } : { files, rw }, {
    // The bytes of the file are never held at once; a compiler holds one tensor at a time.
    memoryBytes: rw === undefined ? scanMemoryBytes + 64 * MiB : compileMemoryBytes + bytes,
    cpuSeconds: cpuSeconds(options, bytes) * Math.max(1, Math.ceil(files.length / 256)),
    fileBytes: rw === undefined ? 0 : maxTensorBytes,
  });
  if (rw !== undefined) watchFolder(guest, rw, maxTensorBytes + GRAPH_BYTES);
  return guest;
}

/** The reader of the second check, of whose bundle it has only what checks: `files` are those of a Program. */
export function startChecker(options: HostOptions, files: readonly number[]): Promise<Guest> {
  const limits = { memoryBytes: options.policy.limits.scanMemoryBytes + 64 * MiB, cpuSeconds: cpuSeconds(options, 0), fileBytes: 0 };
  return confined(options, 'reader', { files }, limits, 'checker');
}

export function startDecoder(options: HostOptions, file: number, bytes: number): Promise<Guest> {
  return confined(options, 'decoder', { files: [file] }, { memoryBytes: 512 * MiB + 6 * bytes, cpuSeconds: cpuSeconds(options, bytes), fileBytes: 0 });
}

/**
 * A guest with libvips, which sees no file at all and is locked like a runner with a just-in-time compiler: what it decodes comes in frames.
 *
 * @param pixels - of the picture that it is to decode, for memory: samples of a progressive JPEG, what is decoded, and what is fed.
 */
export async function startMedia(options: HostOptions, pixels: number, bytes: number): Promise<Guest> {
  const limits = { memoryBytes: 512 * MiB + 24 * pixels + 6 * bytes, cpuSeconds: cpuSeconds(options, bytes), fileBytes: 0 };
  return confined(options, 'runner-jit', {}, limits, await stageMedia(options));
}

/**
 * The profile of a Program's runner: stages in TypeScript keep V8's compiler, without which hashing takes up to eight times as long; the posture then says that
 * pages may become executable. A Program of graphs alone has none of that.
 */
export const runnerProfile = ({ signatures }: Program): 'runner' | 'runner-jit' =>
  Object.values(signatures).some(({ stages }) => stages.some(({ kind }) => kind !== 'graph')) ? 'runner-jit' : 'runner';

/** A runner that sees one sealed folder and nothing else. `weightBytes` count when they are copied into kernels' own layouts. */
export function startRunner(options: HostOptions, folder: string, weightBytes: number, profile: 'runner' | 'runner-jit' = 'runner'): Promise<Guest> {
  const { runnerMemoryBytes } = options.policy.limits;
  const hardware = hardwareOf(options.policy);
  return confined(options, profile, { ro: [folder], hardware }, { memoryBytes: runnerMemoryBytes + 2 * weightBytes, cpuSeconds: 1e6, fileBytes: 0 });
}

const hardwareOf = ({ sandbox: { cpus, coreScheduling } }: Policy): Hardware => ({ coreScheduling, ...(cpus === 'any' ? {} : { cpus }) });

/** 60 CPU seconds for each GiB begun. */
const cpuSeconds = ({ policy }: HostOptions, bytes: number): number => policy.limits.readerCpuSeconds * Math.max(1, Math.ceil(bytes / GiB));

async function confined(
  options: HostOptions,
  profile: Profile,
  sees: Pick<StartOptions, 'files' | 'ro' | 'rw' | 'hardware'>,
  limits: Pick<GuestLimits, 'memoryBytes' | 'cpuSeconds' | 'fileBytes'>,
  made: Kind | StagedGuest = profile,
): Promise<Guest> {
  const bare = options.level === 'L0' && typeof made === 'string' ? bareGuest(options, made) : undefined;
  return startGuest({
    ...sees,
    ...(bare === undefined ? {} : { args: bare.args }),
    profile,
    level: options.level,
    minLevel: options.policy.sandbox.minLevel,
    stage: bare ?? (typeof made === 'string' ? await stageGuest(options, made) : made),
    limits: { ...limits, openFiles: 64 + (sees.files?.length ?? 0), deadlineMs: options.policy.limits.deadlineMs },
    runDir: makeFolder(join(options.home, 'run')),
    onLog: options.onLog,
  });
}

/** The guest's user must be able to write into the folder that is made for it. */
function giveTo(folder: string): void {
  const uid = guestUid();
  if (uid !== null) chownSync(folder, uid, uid);
}
