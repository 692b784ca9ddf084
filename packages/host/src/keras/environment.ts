import { existsSync, readFileSync, realpathSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HorngateError } from '@horngate/core/words';
import { makeFolder } from '../home.ts';

/** A prepared Python with real Keras, as it was found at its registration: what a guest must see, and nothing else. */
export interface KerasEnvironment {
  readonly version: 1;
  /** The virtual environment. */
  readonly folder: string;
  readonly sitePackages: string;
  /** The interpreter inside it, by the path that makes it find its own modules. */
  readonly python: string;
  /** The dynamic loader and the folders in which it looks; there is no cache of it inside. */
  readonly loader: string;
  readonly libraryFolders: readonly string[];
  /** Interpreter, its modules, and the system's libraries, all outside `folder`. */
  readonly readable: readonly string[];
  readonly versions: { readonly python: string; readonly keras: string; readonly tensorflow: string; readonly numpy: string };
  /** Of the interpreter: an update of the system may change its modules too. */
  readonly stamp: string;
}

/** Below it, `load_model` has known ways to run code that `safe_mode` does not see. */
export const OLDEST_KERAS = [3, 15, 1] as const;

export const kerasFolder = (home: string): string => join(home, 'guests', 'keras');
const recordOf = (home: string): string => join(kerasFolder(home), 'environment.json');

/** @throws HG_UNAVAILABLE_KERAS_GUEST where none is registered, or its interpreter is another one by now. */
export function findKeras(home: string): KerasEnvironment {
  const path = recordOf(home);
  if (!existsSync(path)) throw unavailable('one must be installed (horngate guest keras install): found none');
  const environment = JSON.parse(readFileSync(path, 'utf8')) as KerasEnvironment;
  if (environment.version !== 1 || !existsSync(environment.sitePackages) || stampOf(environment.python) !== environment.stamp)
    throw unavailable('its Python must be the one that was registered: it was changed or removed since (horngate guest keras install)');
  return environment;
}

export function keepKeras(home: string, environment: KerasEnvironment): void {
  makeFolder(kerasFolder(home));
  const path = recordOf(home);
  writeFileSync(`${path}.new`, `${JSON.stringify(environment, null, 2)}\n`, { mode: 0o644 });
  renameSync(`${path}.new`, path);
}

export function stampOf(python: string): string {
  if (!existsSync(python)) return 'gone';
  const path = realpathSync(python);
  const { size, mtimeMs } = statSync(path);
  return `${path} ${size} ${mtimeMs}`;
}

export const unavailable = (why: string): HorngateError => new HorngateError('HG_UNAVAILABLE_KERAS_GUEST', `Cannot use the guest with real Keras as ${why}`);
