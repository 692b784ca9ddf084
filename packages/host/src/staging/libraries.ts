import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { HorngateError } from '@horngate/core/words';
import { readNeeds } from './elf.ts';

/** A program with all that its dynamic loader will ask for. */
export interface Closure {
  /** null: the program is static. */
  readonly loader: string | null;
  /** Real path of each library, by the name under which it is asked for. */
  readonly libraries: ReadonlyMap<string, string>;
  /** Where each was found: the path under which the loader will look for it. */
  readonly found: readonly string[];
}

const FOLDERS = ['/lib/x86_64-linux-gnu', '/usr/lib/x86_64-linux-gnu', '/lib64', '/usr/lib64', '/lib', '/usr/lib', '/usr/local/lib'];

/**
 * Follows DT_NEEDED from the program and from what it will load later, as ld.so(8) would: RPATH and RUNPATH first, then the system's folders.
 *
 * @param later - libraries that the program loads at run time, which lie beside each other in the stage.
 * @throws HG_UNAVAILABLE_STORE naming a library that is nowhere.
 */
export function closureOf(program: string, later: readonly string[]): Closure {
  const beside = new Set(later.map((path) => basename(path)));
  const libraries = new Map<string, string>();
  const places: string[] = [];
  const loader = readNeeds(program)?.loader ?? null;
  const queue = [program, ...later];
  for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
    const needs = readNeeds(file);
    if (needs === null) throw missing(file, 'an ELF file for x86-64');
    const folders = [...needs.paths.map((path) => path.replace(/\$\{?ORIGIN\}?/g, dirname(realpathSync(file as string)))), ...FOLDERS, ...configured()];
    for (const name of needs.libraries) {
      if (libraries.has(name) || beside.has(name) || (loader !== null && basename(loader) === name)) continue;
      if (name === '' || name.includes('/')) throw missing(name, 'the name of a library, without a folder');
      const found = folders.map((folder) => join(folder, name)).find((path) => existsSync(path) && readNeeds(path) !== null);
      if (found === undefined) throw missing(name, `a library that ${basename(file)} can load`);
      libraries.set(name, realpathSync(found));
      places.push(found);
      queue.push(found);
    }
  }
  return { loader: loader === null ? null : realpathSync(loader), libraries, found: places };
}

/** Folders of /etc/ld.so.conf.d, one a line. */
function configured(): string[] {
  const folder = '/etc/ld.so.conf.d';
  if (!existsSync(folder)) return [];
  const lines = readdirSync(folder).flatMap((name) => (name.endsWith('.conf') ? readFileSync(join(folder, name), 'utf8').split('\n') : []));
  return lines.map((line) => line.trim()).filter((line) => line.startsWith('/'));
}

function missing(name: string, wanted: string): HorngateError {
  return new HorngateError('HG_UNAVAILABLE_STORE', `Cannot stage "${name}" as it must be ${wanted}: found none`);
}
