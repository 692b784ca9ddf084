import { readdirSync, readFileSync } from 'node:fs';

/** What this process and its guests hold: after a campaign it must be what it was before. */
export interface Held {
  /** Processes whose command line names one of the folders, and children of this process that nobody has waited for. */
  readonly processes: number;
  readonly descriptors: number;
  /** What lies in the folders. */
  readonly folders: number;
}

export function held(folders: readonly string[]): Held {
  return { processes: processesOf(folders), descriptors: readdirSync('/proc/self/fd').length, folders: countFolders(folders) };
}

/** Closing is not always done when a guest is gone: a few moments are given for it. */
export async function settledTo(before: Held, folders: readonly string[]): Promise<Held> {
  for (let waited = 0; waited < 100; waited++) {
    const now = held(folders);
    if (now.processes <= before.processes && now.descriptors <= before.descriptors && now.folders <= before.folders) return now;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return held(folders);
}

function processesOf(folders: readonly string[]): number {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && name !== String(process.pid));
  return pids.filter((pid) => {
    const command = read(`/proc/${pid}/cmdline`);
    return folders.some((folder) => command.includes(folder)) || isLeft(pid);
  }).length;
}

/** A child of this process that has ended, and whose end nobody has asked for. */
function isLeft(pid: string): boolean {
  const status = read(`/proc/${pid}/status`);
  return /^State:\s+Z/m.test(status) && new RegExp(`^PPid:\\s+${process.pid}$`, 'm').test(status);
}

const countFolders = (folders: readonly string[]): number => folders.reduce((sum, folder) => sum + readdirSync(folder, { recursive: true }).length, 0);

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return ''; // it ended meanwhile
  }
}
