import { join } from 'node:path';
import { kerasLockObject, RANDOM, type StagedGuest } from '@horngate/sandbox';
import { bundleFile, type Places, stageParts } from '../staging/index.ts';
import type { KerasEnvironment } from './environment.ts';

const FILE = 'keras.py';

/** A name without "python" in it, for which TensorFlow would go on and read /proc/self/cmdline (env.cc, GetExecutablePath). */
const EXE = '/keras-guest';

/** The guest's one file and its lock object, where the guests' user can read them. */
export async function stageKeras(places: Places): Promise<{ readonly folder: string; readonly bundle: string; readonly lock: string }> {
  const folder = await stageParts(places.home, [
    { name: FILE, mode: 0o444, ...bundleFile(places, FILE) },
    { name: 'lock-keras.so', mode: 0o444, from: kerasLockObject() },
  ]);
  return { folder, bundle: join(folder, FILE), lock: join(folder, 'lock-keras.so') };
}

/** What `startGuest` starts: the environment's Python by its loader, and what both must see beside the stage's folder. */
export function kerasStage(
  { loader, libraryFolders, python, folder, sitePackages, readable }: KerasEnvironment,
  { folder: stage, bundle, lock }: Awaited<ReturnType<typeof stageKeras>>,
  threads: number,
): { readonly stage: StagedGuest; readonly args: readonly string[]; readonly ro: readonly string[] } {
  const command = [loader, '--library-path', libraryFolders.join(':'), python];
  return {
    stage: { folder: stage, command, readable: [], bundle, exe: EXE },
    args: [sitePackages, lock, String(threads)],
    ro: [loader, folder, RANDOM, ...readable],
  };
}
