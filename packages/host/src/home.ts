import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { HorngateError } from '@horngate/core/words';

/** Where everything is kept: `HORNGATE_HOME`, else `/var/lib/horngate` for root, else `horngate` in the user's data folder. */
export function homeFolder(env: NodeJS.ProcessEnv = process.env): string {
  if (env['HORNGATE_HOME']) return resolve(env['HORNGATE_HOME']);
  if (process.getuid?.() === 0) return '/var/lib/horngate';
  return env['XDG_DATA_HOME'] ? join(env['XDG_DATA_HOME'], 'horngate') : join(homedir(), '.local', 'share', 'horngate');
}

/** Makes a folder that guests may be led to. @throws HG_UNAVAILABLE_STORE */
export function makeFolder(path: string, mode = 0o755): string {
  try {
    mkdirSync(path, { recursive: true, mode });
    return path;
  } catch (error) {
    throw new HorngateError('HG_UNAVAILABLE_STORE', `Cannot make the folder "${path}": ${(error as Error).message}`);
  }
}
