import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { waive } from '@horngate/core/judge';
import { asHorngateError, type Digest, HorngateError, type Report } from '@horngate/core/words';
import type { Guest } from '@horngate/sandbox';
import { digestMeanwhile } from './digest.ts';
import { startReader } from './guests.ts';
import { type ModelFiles, modelsIn } from './model-files.ts';
import { descriptorsOf, type OpenedFile, openTogether, openUnhashed } from './opened.ts';
import type { HostOptions } from './options.ts';
import { reportOf, type ScanAnswer } from './reported.ts';
import { askForAnswer, unfinished } from './scan.ts';
import { today } from './today.ts';

/**
 * Files that one reader guest may be given; it is ended after any limit, error or deadline. A guest's start and what its V8 learns cost as much as a hundred small
 * files, and each file is a descriptor, here and there.
 */
const FILES_OF_GUEST = 2048;
const BYTES_OF_GUEST = 2 ** 28;

/** Regular files below the paths, in order; links are never followed, and a path that is one is refused. @throws HG_NOT_FOUND */
export function filesBelow(paths: readonly string[]): string[] {
  return paths.flatMap((path) => {
    const status = statSync(path, { throwIfNoEntry: false });
    if (status === undefined) throw new HorngateError('HG_NOT_FOUND', `Cannot scan "${path}" as it must be there: no such file`);
    return status.isDirectory() ? filesIn(path) : [path];
  });
}

function filesIn(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesIn(path);
    return entry.isFile() ? [path] : [];
  });
}

/** Models of several files below the paths, or whose description is one of the paths. Each has a report of its own, beside those of its files. */
export function modelsBelow(paths: readonly string[]): (ModelFiles & { readonly path: string })[] {
  return paths.flatMap((path) => {
    if (statSync(path).isDirectory()) return foldersBelow(path).flatMap(modelsIn);
    return modelsIn(dirname(path)).filter((model) => resolve(model.path) === resolve(path));
  });
}

/** A folder and all in it, links left out. */
function foldersBelow(folder: string): string[] {
  const inner = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return [folder, ...inner.flatMap(({ name }) => foldersBelow(join(folder, name)))];
}

/** Scans each model as one, in a guest of its own. */
export async function* scanModels(models: readonly (ModelFiles & { readonly path: string })[], options: HostOptions): AsyncGenerator<Report> {
  for (const model of models) {
    const file = openTogether(model.path, model);
    try {
      yield* await scanOpened([file], options, async () => file.digest);
    } finally {
      file.close();
    }
  }
}

/**
 * Scans files, many to a guest, and reports them in their order. Each file is opened once: the guest looks at it while this process takes its digest.
 *
 * A guest that dies ends with the file that it died of, which is reported as such; the next file gets a fresh one.
 *
 * @param jobs - guests at work at once.
 */
export async function* scanFiles(paths: readonly string[], options: HostOptions, jobs = 1): AsyncGenerator<Report> {
  const batches = [...batchesOf(paths, jobs)];
  const scans = batches.map(() => withResolvers<Report[]>());
  let next = 0;
  const work = async (): Promise<void> => {
    for (let at = next++; at < batches.length; at = next++)
      await scanBatch(batches[at] as readonly string[], options).then(scans[at]?.resolve, scans[at]?.reject);
  };
  const working = Array.from({ length: jobs }, work);
  try {
    for (const { promise } of scans) yield* await promise;
  } finally {
    next = batches.length; // whoever listens no more wants no more scans either
    await Promise.all(working);
  }
}

interface Resolvers<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (reason: unknown) => void;
}

/** `Promise.withResolvers` of Node 22. A batch may fail before it is its turn to be listened to. */
function withResolvers<T>(): Resolvers<T> {
  let settle: Pick<Resolvers<T>, 'resolve' | 'reject'> | undefined;
  const promise = new Promise<T>((resolve, reject) => {
    settle = { resolve, reject };
  });
  promise.catch(() => undefined);
  return { promise, ...(settle as unknown as Pick<Resolvers<T>, 'resolve' | 'reject'>) };
}

/** A guest's share: few enough files that all jobs have some, and large ones by themselves, since they keep a guest busy for long. */
function* batchesOf(paths: readonly string[], jobs: number): Generator<readonly string[]> {
  const most = Math.max(1, Math.min(FILES_OF_GUEST, Math.ceil(paths.length / jobs), Math.floor((openFiles() - OWN_FILES) / jobs)));
  let batch: string[] = [];
  let bytes = 0;
  for (const path of paths) {
    batch.push(path);
    bytes += statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    if (batch.length < most && bytes < BYTES_OF_GUEST) continue;
    yield batch;
    batch = [];
    bytes = 0;
  }
  if (batch.length > 0) yield batch;
}

/** Descriptors that this process needs for itself and its guests' channels. */
const OWN_FILES = 200;

/** Descriptors that this process may have: node has raised the soft limit to the hard one. */
function openFiles(): number {
  const [, soft] = /^Max open files\s+(\d+)/m.exec(existsSync('/proc/self/limits') ? readFileSync('/proc/self/limits', 'latin1') : '') ?? [];
  return Number(soft ?? 1024);
}

async function scanBatch(paths: readonly string[], options: HostOptions): Promise<Report[]> {
  const files: Opened[] = [];
  try {
    for (const path of paths) files.push(openUnhashed(path));
    return await scanOpened(files, options, ({ fd, bytes }) => digestMeanwhile(fd, bytes));
  } finally {
    for (const file of files) file.close();
  }
}

type Opened = Omit<OpenedFile, 'digest' | 'own'>;

async function scanOpened<File extends Opened>(files: readonly File[], options: HostOptions, digestOf: (file: File) => Promise<Digest>): Promise<Report[]> {
  const reports: Report[] = [];
  let guest: Guest | undefined;
  let given = 0;
  try {
    for (const [index, file] of files.entries()) {
      options.onStep('scan');
      const digest = digestOf(file);
      digest.catch(() => undefined); // it may fail before the guest answers; whoever awaits it hears of it
      try {
        if (guest === undefined) {
          const rest = files.slice(index);
          given = index;
          guest = await startReader(options, rest.flatMap(descriptorsOf), Math.max(...rest.map(({ bytes }) => bytes)));
        }
        const answer = await askForAnswer(guest, 3 + index - given, file, options);
        reports.push(await told(file, digest, options, answer));
      } catch (error) {
        guest?.kill();
        guest = undefined;
        reports.push(await told(file, digest, options, unfinished(file.path, asHorngateError(error))));
      }
    }
    return reports;
  } finally {
    guest?.kill();
  }
}

const told = async ({ path }: Opened, digest: Promise<Digest>, { policy }: HostOptions, answer: ScanAnswer): Promise<Report> =>
  waive(reportOf(path, await digest, answer), policy, today());
