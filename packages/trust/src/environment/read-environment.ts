import { statSync } from 'node:fs';
import { basename } from 'node:path';
import type { Environment } from '@horngate/core/updates';
import { HorngateError } from '@horngate/core/words';
import type { Read } from './gather.ts';
import { readCapped } from './read-capped.ts';
import { readCondaList, readNpmLock, readPackageList, readPipfileLock } from './read-json-lists.ts';
import { readRequirements } from './read-requirements.ts';
import { readSitePackages, sitePackagesOf } from './read-site-packages.ts';
import { readTomlLock } from './read-toml-lock.ts';

type Reader = (text: string, path: string) => Read;

/** Files that say by their name what they are. */
const NAMED: readonly (readonly [name: RegExp, read: Reader])[] = [
  [/^(?:poetry|uv|pdm)\.lock$|^pylock(?:\.[^.]+)?\.toml$/, readTomlLock],
  [/^Pipfile\.lock$/, readPipfileLock],
  [/^(?:\.?package-lock|npm-shrinkwrap)\.json$/, readNpmLock],
  [/^(?:.*[-_.])?(?:requirements|constraints)(?:[-_.].*)?\.(?:txt|in)$/, readRequirements],
];

/** Files that only the caller can know to be lists of packages. */
const ASKED: readonly (readonly [name: RegExp, read: Reader])[] = [
  [/\.json$/, readPackageList],
  [/./, (text, path) => (/^# packages in environment|^# Name\s+Version/m.test(text.slice(0, 4096)) ? readCondaList : readRequirements)(text, path)],
];

/** Whether a path is an environment or a lock file by its name and place, and so no model to be scanned. */
export function isEnvironment(path: string): boolean {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isDirectory()) return sitePackagesOf(path).length > 0;
  return stat?.isFile() === true && NAMED.some(([name]) => name.test(basename(path)));
}

/**
 * What is installed, or would be: `keras==3.11.0`, the folder of an environment, a lock file, a list of pip or conda.
 *
 * @throws HG_NOT_FOUND, HG_INPUT_FORMAT, HG_LIMIT_BYTES, HG_LIMIT_DEPTH, HG_LIMIT_ENTRIES, HG_UNSUPPORTED_FORMAT
 */
export function readEnvironment(spec: string): Environment {
  const stat = statSync(spec, { throwIfNoEntry: false });
  if (stat === undefined && /^[A-Za-z0-9._-]+(?:\[[^\]]*\])?==/.test(spec)) return { spec, ...readRequirements(spec, spec) };
  if (stat === undefined)
    throw new HorngateError('HG_NOT_FOUND', `Cannot find the environment "${spec}": it must be a folder, a lock file, or a package such as "keras==3.11.0"`);
  return { spec, ...(stat.isDirectory() ? folder(spec) : file(spec)) };
}

function folder(path: string): Read {
  const found = sitePackagesOf(path);
  if (found.length > 0) return readSitePackages(found);
  throw new HorngateError('HG_INPUT_FORMAT', `Cannot read "${path}" as it must be an environment of Python: no site-packages were found`);
}

function file(path: string): Read {
  const [, read] = [...NAMED, ...ASKED].find(([name]) => name.test(basename(path))) as (typeof NAMED)[number];
  return read(readCapped(path), path);
}
