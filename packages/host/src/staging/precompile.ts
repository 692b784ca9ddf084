import { spawnSync } from 'node:child_process';
import { closeSync, fchmodSync, fstatSync, openSync, rmSync } from 'node:fs';

const PATIENCE_MS = 20_000;

/**
 * Has V8 compile a bundle that is being staged, for `starter.cjs` to take it from there: `BUNDLE.cache`, beside the bundle. It is made of our own bundle alone, which
 * is started without a call, so that no byte of a stranger can have a part in what later guests run. The guests' user makes it and cannot write it.
 *
 * Where that does not work, there is none: the guest starts without.
 *
 * @param command - node under the guest's own flags, and the starter.
 */
export function precompile(command: readonly string[], bundle: string, uid: number | null): void {
  const [program = '', ...args] = command;
  const path = `${bundle}.cache`;
  const fd = openSync(path, 'wx', 0o600);
  const identity = uid === null ? {} : { uid, gid: uid };
  try {
    const { status } = spawnSync(program, [...args, '--keep', bundle], {
      ...identity,
      cwd: '/',
      env: {},
      stdio: ['ignore', 'ignore', 'ignore', fd],
      timeout: PATIENCE_MS,
      killSignal: 'SIGKILL',
    });
    fchmodSync(fd, 0o444);
    if (status !== 0 || fstatSync(fd).size === 0) rmSync(path);
  } finally {
    closeSync(fd);
  }
}
