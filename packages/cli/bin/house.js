import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PACKAGE = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * What to run: in a checkout the bundles of its sources as they stand, in an installed package what was built for the release.
 * A checkout may hold a release build too, so the sources decide; they are not in the package.
 * @returns {Promise<{ main: string, index: string, guests: string }>} two files and the folder of the guests' bundles
 */
export async function house() {
  if (existsSync(join(PACKAGE, 'src'))) return (await import('../../../tools/build/fresh.js')).freshBuild();
  const guests = fileURLToPath(import.meta.resolve('@horngate/guests/package.json'));
  const built = join(PACKAGE, 'dist', 'bundle');
  return { main: join(built, 'main.js'), index: join(built, 'index.js'), guests: join(dirname(guests), 'bundles') };
}
