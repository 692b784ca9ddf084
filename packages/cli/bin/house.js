import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PACKAGE = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * What to run: in a checkout the bundles of its sources as they stand, in an installed package what was built for the release.
 * A checkout may hold a release build too, so the sources decide; they are not in the package.
 * @returns {Promise<{ main: string, index: string, guests: string, root: string }>} two files, the folder of the guests' bundles, the folder of this package
 */
export async function house() {
  if (existsSync(join(PACKAGE, 'src'))) return { ...(await (await import('../../../tools/build/fresh.js')).freshBuild()), root: PACKAGE };
  const guests = fileURLToPath(import.meta.resolve('@horngate/guests/package.json'));
  const built = join(PACKAGE, 'dist', 'bundle');
  return { main: join(built, 'main.js'), index: join(built, 'index.js'), guests: join(dirname(guests), 'bundles'), root: PACKAGE };
}
