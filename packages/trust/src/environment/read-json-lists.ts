import type { Installed } from '@horngate/core/updates';
import { HorngateError } from '@horngate/core/words';
import { type Entry, gather, pythonPackage, type Read } from './gather.ts';
import { listAt, objectAt, parseJson, within } from './parse.ts';

/** `Pipfile.lock`: `default` and `develop`, name to `{version: "==1.0"}`. */
export function readPipfileLock(text: string, path: string): Read {
  const lock = objectAt(parseJson(text, path), path, '');
  const sections = ['default', 'develop'].filter((section) => lock[section] !== undefined);
  const entries = sections.flatMap((section) => Object.entries(objectAt(lock[section], path, section)));
  return gather(
    within(entries, path).map(([name, one]) => {
      const { version } = objectAt(one, path, name);
      return pythonPackage(name, typeof version === 'string' ? version.replace(/^={2,3}/, '') : version, 'Pipfile.lock');
    }),
  );
}

/** `pip list --format json` and `conda list --json` (a list of names and versions), `pip inspect` (`installed[].metadata`). @throws HG_INPUT_FORMAT */
export function readPackageList(text: string, path: string): Read {
  const value = parseJson(text, path);
  const rows = Array.isArray(value)
    ? value
    : listAt(objectAt(value, path, '')['installed'], path, 'installed').map((one) => objectAt(one, path, 'installed')['metadata']);
  return gather(
    within(rows, path).map((row, index) => {
      const { name, version, channel } = objectAt(row, path, `[${index}]`);
      return channel === undefined ? pythonPackage(name, version, `[${index}]`) : condaPackage(name, version, `[${index}]`);
    }),
  );
}

/** `conda list`: name, version, build and channel in columns. */
export function readCondaList(text: string, path: string): Read {
  const lines = within(text.split(/\r?\n/), path).map((line, index) => [line.trim(), `line ${index + 1}`] as const);
  return gather(
    lines
      .filter(([line]) => line !== '' && !line.startsWith('#'))
      .map(([line, where]) => {
        const [name, version] = line.split(/\s+|=/);
        return condaPackage(name, version, where);
      }),
  );
}

/** Packages of conda which PyPI knows by another name. */
const OTHERWISE: Readonly<Record<string, string>> = { pytorch: 'torch', 'tensorflow-base': 'tensorflow', onnxruntime: 'onnxruntime' };

const condaPackage = (name: unknown, version: unknown, where: string): Entry => {
  // conda's own packages begin with "_" (`_libgcc_mutex`): no advisory of Python speaks of them.
  const known = typeof name === 'string' ? name.replace(/^_+/, '') : name;
  return pythonPackage(typeof known === 'string' && Object.hasOwn(OTHERWISE, known) ? OTHERWISE[known] : known, version, where);
};

/** `package-lock.json` of npm, versions 2 and 3: path of a folder to its version. @throws HG_INPUT_FORMAT, HG_UNSUPPORTED_FORMAT */
export function readNpmLock(text: string, path: string): Read {
  const { packages } = objectAt(parseJson(text, path), path, '');
  if (packages === undefined) throw new HorngateError('HG_UNSUPPORTED_FORMAT', `Cannot read "${path}" as it must be a lock file of version 2 or 3`);
  const folders = within(Object.entries(objectAt(packages, path, 'packages')), path);
  return gather(folders.filter(([folder]) => folder.includes('node_modules/')).flatMap(([folder, one]) => npmPackage(folder, objectAt(one, path, folder))));
}

function npmPackage(folder: string, { version, link, name }: Readonly<Record<string, unknown>>): readonly Entry[] {
  if (link === true) return [];
  const called = typeof name === 'string' ? name : folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length);
  if (typeof version !== 'string' || !/^[!-~]{1,256}$/.test(version) || !/^(?:@[\w.~-]+\/)?[\w.~-]+$/.test(called))
    return [{ where: folder.slice(0, 120), why: 'it has no version' }];
  return [{ ecosystem: 'npm', name: called, version } satisfies Installed];
}
