import { lstatSync, opendirSync } from 'node:fs';
import { join } from 'node:path';
import { HorngateError } from '@horngate/core/words';
import type { Guest } from '@horngate/sandbox';

const EVERY_MS = 50;

/** A Program has a handful of files; a guest that makes more is after our inodes. */
const MAX_FILES = 64;

/**
 * Watches the one folder that a guest may write, and kills the guest when its files together are more than they may be: RLIMIT_FSIZE bounds each of
 * them, and nothing else all of them. A guest can make no folder and remove no file, so that nothing it wrote is out of sight.
 */
export function watchFolder(guest: Guest, folder: string, maxBytes: number): void {
  const timer = setInterval(() => {
    const found = sizeOf(folder, maxBytes);
    if (found !== undefined) guest.channel.fail(over(found, maxBytes));
  }, EVERY_MS).unref();
  void guest.exited.then(() => clearInterval(timer));
}

/** What is too much in the folder; undefined: nothing is. */
function sizeOf(folder: string, maxBytes: number): string | undefined {
  let bytes = 0;
  let files = 0;
  for (const name of namesIn(folder)) {
    files += 1;
    if (files > MAX_FILES) return `more than ${MAX_FILES} files`;
    const status = lstatSync(join(folder, name), { throwIfNoEntry: false });
    // A file with holes claims more than it takes; one with blocks set aside takes more than it claims.
    bytes += Math.max(status?.size ?? 0, 512 * (status?.blocks ?? 0));
  }
  return bytes > maxBytes ? `${bytes} bytes` : undefined;
}

function* namesIn(folder: string): Generator<string> {
  let opened: ReturnType<typeof opendirSync>;
  try {
    opened = opendirSync(folder);
  } catch {
    return; // sealed, or removed, meanwhile
  }
  try {
    for (let entry = opened.readSync(); entry !== null; entry = opened.readSync()) yield entry.name;
  } finally {
    opened.closeSync();
  }
}

const over = (found: string, maxBytes: number): HorngateError =>
  new HorngateError('HG_LIMIT_OUTPUT', `Cannot go on with a guest as it must write at most ${maxBytes} bytes in all: found ${found}`);
