import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Environment, Installed } from '@horngate/core/updates';

/** What an installation of ours has is bounded; the bound only keeps a broken one from going round for ever. */
const MAX_PACKAGES = 5_000;

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/**
 * What this house itself runs on: Node.js, and the packages that a manifest needs at run time, as they are installed.
 *
 * The files are our own installation's: they are trusted, as the code beside them is.
 *
 * @param root - folder with the `package.json` of the command line.
 * @param node - version of Node.js.
 */
export function readInstallation(root: string, node: string): Environment {
  const packages = new Map<string, Installed>([['node', { ecosystem: 'Bitnami', name: 'node', version: node }]]);
  const unread: Environment['unread'][number][] = [];
  const waiting = [realpathSync(root)];
  const seen = new Set(waiting);
  for (let folder = waiting.pop(); folder !== undefined && seen.size < MAX_PACKAGES; folder = waiting.pop()) {
    const { name, version, dependencies = {}, optionalDependencies = {} } = manifestOf(folder);
    packages.set(`${name}@${version}`, { ecosystem: 'npm', name, version });
    for (const needed of Object.keys({ ...dependencies, ...optionalDependencies })) {
      const found = resolve(folder, needed);
      if (found === undefined && !(needed in optionalDependencies)) unread.push({ where: `${name}@${version}`, why: `"${needed}" is not installed` });
      if (found === undefined || seen.has(found)) continue;
      seen.add(found);
      waiting.push(found);
    }
  }
  return { spec: 'horngate', packages: [...packages.values()], unread };
}

const manifestOf = (folder: string): Manifest => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

/** As Node.js looks for it: `node_modules` here, and in each folder above. */
function resolve(from: string, name: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name);
    if (existsSync(join(candidate, 'package.json'))) return realpathSync(candidate);
    if (dirname(folder) === folder) return undefined;
  }
}
