import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './checkout.testing.ts';

export const PACKAGES = ['core', 'sandbox', 'guests', 'host', 'trust', 'server', 'console', 'cli'] as const;

export const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** TypeScript sources of all packages, from the root of the repository, tests and their helpers aside. */
export function globSources(): readonly string[] {
  return PACKAGES.flatMap((name) => below(`packages/${name}/src`)).filter((path) => path.endsWith('.ts') && !/\.(test|testing)\.ts$/.test(path));
}

function below(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((path) => `${folder}/${path}`);
}

/** Everything that is or would be committed; nothing where there is no git. */
export function committable(): readonly string[] {
  try {
    return execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: ROOT, encoding: 'utf8' }).split('\n').filter(Boolean);
  } catch {
    return [];
  }
}
