import { existsSync, realpathSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { HorngateError, type Level, type Limits, type Profile } from '@horngate/core/words';
import { type ConfinedProgram, detect, guestUid, type ProgramOptions, runProgram } from '@horngate/sandbox';
import { makeFolder } from '../home.ts';
import { lend } from './lend.ts';
import { type Copies, copyFor, reaches, unreachable } from './reachable.ts';
import { type ResolvedProgram, resolveProgram } from './resolve-program.ts';

/** What `horngate sandbox run` is asked for. */
export interface ConfinedRun {
  readonly words: readonly string[];
  readonly profile: Profile;
  readonly level: Level | 'best';
  readonly locked: boolean;
  readonly ro: readonly string[];
  readonly rw?: string;
  readonly env: Readonly<Record<string, string>>;
  readonly memoryBytes?: number;
  readonly deadlineMs?: number;
  readonly home: string;
  readonly limits: Limits;
  readonly cwd: string;
  /** The caller's PATH, in which programs are looked for after the guest's own. */
  readonly path: string;
}

/** All that a program sees of its caller's environment. */
export const ENVIRONMENT = { PATH: '/usr/local/bin:/usr/bin:/bin', LANG: 'C.UTF-8' } as const;

/**
 * Any program under exactly the policy of a profile's guest: same launcher, limits, Landlock rules, filters and namespaces. Readable are the program, its
 * loader and libraries, and what is given; what the guest's user could not reach is copied for it where it has a file system of its own (L2).
 *
 * @throws HG_NOT_FOUND, HG_USAGE_ARGUMENT, HG_UNAVAILABLE_STORE, and what `runProgram` throws.
 */
export async function runConfined(run: ConfinedRun): Promise<ConfinedProgram> {
  const environment = { ...ENVIRONMENT, ...run.env };
  const program = resolveProgram(run.words, { cwd: run.cwd, folders: [environment.PATH, run.path].flatMap((path) => path.split(':')) });
  if (run.locked && !program.dynamic)
    throw new HorngateError('HG_USAGE_ARGUMENT', `Cannot lock "${program.command[0]}" as it must have a dynamic loader: it is static`);
  // A path that is a link is known by both of its names.
  const given = run.ro.map((path) => existing(path, run.cwd)).flatMap((path) => [path, realpathSync(path)]);
  const rw = run.rw === undefined ? undefined : folderOf(existing(run.rw, run.cwd));
  const runDir = makeFolder(join(run.home, 'run'));
  const lent = lend(rw, guestUid(), run.level !== 'L1' && (await detect(runDir)).bubblewrap.works ? runDir : null);
  let copies: Copies | undefined;
  const tidy = (): void => {
    copies?.remove();
    lent.giveBack();
  };
  try {
    copies = await copiesFor([...new Set([...program.execute, ...program.read, ...given])], runDir, run.level);
    const confined = await runProgram(optionsOf(run, program, { given, rw, rwFrom: lent.standIn, environment, runDir, copies }));
    return { ...confined, ended: confined.ended.finally(tidy) };
  } catch (error) {
    tidy();
    throw error;
  }
}

interface Prepared {
  readonly given: readonly string[];
  readonly rw: string | undefined;
  readonly rwFrom: string | undefined;
  readonly environment: Readonly<Record<string, string>>;
  readonly runDir: string;
  readonly copies: Copies;
}

function optionsOf(
  run: ConfinedRun,
  { command, execute, read }: ResolvedProgram,
  { given, rw, rwFrom, environment, runDir, copies }: Prepared,
): ProgramOptions {
  const { profile, level, locked, cwd, limits } = run;
  const paths = [...new Set([...read, ...given])];
  const computes = profile === 'reader' || profile === 'decoder';
  return {
    ...{ profile, level, locked, command, execute, environment, runDir, folder: cwd },
    read: paths.filter((path) => !execute.includes(path)).map((path) => ({ path, folder: statSync(path).isDirectory() })),
    ...(rw === undefined ? {} : { rw }),
    ...(rwFrom === undefined ? {} : { rwFrom }),
    copies: copies.list,
    limits: {
      memoryBytes: run.memoryBytes ?? (profile === 'decoder' ? 2 ** 29 : limits.runnerMemoryBytes),
      cpuSeconds: computes ? limits.readerCpuSeconds : 1e6,
      fileBytes: rw === undefined ? 0 : limits.maxTensorBytes,
      openFiles: 64,
      deadlineMs: run.deadlineMs ?? limits.deadlineMs,
    },
  };
}

function existing(path: string, cwd: string): string {
  const full = resolve(cwd, path);
  if (existsSync(full)) return full;
  throw new HorngateError('HG_NOT_FOUND', `Cannot find "${path}"`);
}

function folderOf(path: string): string {
  if (statSync(path).isDirectory()) return realpathSync(path);
  throw new HorngateError('HG_USAGE_ARGUMENT', `Cannot use "--rw ${path}" as it must be a folder`);
}

/** Only a parent that is root starts guests who cannot reach what it can reach. */
async function copiesFor(paths: readonly string[], runDir: string, level: Level | 'best'): Promise<Copies> {
  const uid = guestUid();
  const blocked = uid === null ? [] : paths.filter((path) => !reaches(path, uid));
  if (blocked.length === 0 || uid === null) return copyFor([], runDir);
  const { bubblewrap } = await detect(runDir, uid);
  if (level === 'L1' || !bubblewrap.works) throw unreachable(blocked[0] ?? '', `readable for user ${uid} at L1, through all its folders`);
  return copyFor(blocked, runDir);
}
