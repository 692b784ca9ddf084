import { readdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { asHorngateError, HorngateError, type Report } from '@horngate/core/words';
import type { Guest } from '@horngate/sandbox';
import { startReader } from './guests.ts';
import { type ModelFiles, modelsIn } from './model-files.ts';
import { descriptorsOf, type OpenedFile, openFile, openTogether } from './opened.ts';
import type { HostOptions } from './options.ts';
import { askForReport, unfinished } from './scan.ts';

/** Files that one reader guest may be given; it is ended after any limit, error or deadline. */
const FILES_OF_GUEST = 256;

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
      yield* scanOpened([file], options);
    } finally {
      file.close();
    }
  }
}

/**
 * Scans files one after the other, many to a guest, and reports each as it is done.
 *
 * A guest that dies ends with the file that it died of, which is reported as such; the next file gets a fresh one.
 */
export async function* scanFiles(paths: readonly string[], options: HostOptions): AsyncGenerator<Report> {
  for (let from = 0; from < paths.length; from += FILES_OF_GUEST) {
    const files = paths.slice(from, from + FILES_OF_GUEST).map(openFile);
    try {
      yield* scanOpened(files, options);
    } finally {
      for (const file of files) file.close();
    }
  }
}

async function* scanOpened(files: readonly OpenedFile[], options: HostOptions): AsyncGenerator<Report> {
  let guest: Guest | undefined;
  let given = 0;
  try {
    for (const [index, file] of files.entries()) {
      options.onStep('scan');
      try {
        if (guest === undefined) {
          const rest = files.slice(index);
          given = index;
          guest = await startReader(options, rest.flatMap(descriptorsOf), Math.max(...rest.map(({ bytes }) => bytes)));
        }
        yield await askForReport(guest, 3 + index - given, file, options);
      } catch (error) {
        guest?.kill();
        guest = undefined;
        yield unfinished(file, asHorngateError(error));
      }
    }
  } finally {
    guest?.kill();
  }
}
