import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleCommand, bundleGuests } from '../build/bundles.js';

/**
 * `npm run build [-- ROOT]`: what is published. `tsc -b` writes each package's JavaScript and types into its `dist`, from nothing, so that no file of an
 * older state is packed; the command, the façade and the guests are bundled by the same settings as in a checkout.
 */
const root = process.argv[2] ?? fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
const PUBLISHED = ['core', 'sandbox', 'guests', 'host', 'trust', 'cli'];

for (const name of PUBLISHED) rmSync(join(root, 'packages', name, 'dist'), { recursive: true, force: true });
const { status } = spawnSync(
  process.execPath,
  [join(root, 'node_modules/typescript/bin/tsc'), '-b', join(root, 'packages/cli'), join(root, 'packages/guests')],
  { stdio: 'inherit' },
);
if (status !== 0) process.exit(status ?? 1);

const bundles = join(root, 'packages/guests/bundles');
rmSync(bundles, { recursive: true, force: true });
await Promise.all([bundleCommand(root, join(root, 'packages/cli/dist/bundle')), bundleGuests(root, bundles)]);
