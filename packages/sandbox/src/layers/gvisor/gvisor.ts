import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildProbe, PROBE_BASE } from '../../launcher/launcher.ts';
import { guestUid } from '../../platform.ts';
import { printable } from '../../reported.ts';

/** What a trial start of gVisor came to. */
export interface Gvisor {
  readonly path: string | null;
  /** A program of ours ran in it, started by the guests' user. */
  readonly starts: boolean;
  /** It hands descriptors on to a guest: a reader gets the file that it reads as one. */
  readonly passesFiles: boolean;
  /** Empty where a guest could run in it. */
  readonly why: string;
}

const PLACES = ['/usr/bin/runsc', '/usr/local/bin/runsc', '/usr/sbin/runsc'];
export const findRunsc = (): string | null => PLACES.find((path) => existsSync(path)) ?? null;

/**
 * Starts the probe in gVisor as guests would be: without root, without a network, over a root of nothing but what is given. `runsc do` would show the host's
 * whole file system, so a bundle of our own is made; Landlock is not there inside (gVisor answers ENOSYS), its root takes that place.
 *
 * @param path - of `runsc`; a parameter, so that a test can name one that fails.
 */
export async function tryGvisor(runDir: string, path: string | null = findRunsc(), uid: number | null = guestUid()): Promise<Gvisor> {
  if (path === null) return { path, starts: false, passesFiles: false, why: 'gVisor (runsc) is not installed' };
  const bundle = mkdtempSync(join(runDir, 'gvisor-'));
  try {
    layOut(bundle, uid);
    const { code, text } = await runIn(path, bundle, uid);
    if (code !== PROBE_BASE - ENOSYS && !(code !== null && code > PROBE_BASE && code < PROBE_BASE + 60))
      return { path, starts: false, passesFiles: false, why: `gVisor does not start here: ${text || `status ${code}`}` };
    const passesFiles = helpOf(path).includes('-pass-fd');
    return {
      path,
      starts: true,
      passesFiles,
      why: passesFiles ? '' : 'gVisor starts here, but this runsc cannot hand a descriptor to a guest (--pass-fd, since 2023)',
    };
  } finally {
    rmSync(bundle, { recursive: true, force: true });
  }
}

const ENOSYS = 38;

/** An OCI bundle: `config.json`, an empty root, and the folder of the program. */
function layOut(bundle: string, uid: number | null): void {
  chmodSync(bundle, 0o755);
  for (const name of ['rootfs', 'state', 'program']) mkdirSync(join(bundle, name));
  writeFileSync(join(bundle, 'program', 'probe'), buildProbe());
  chmodSync(join(bundle, 'program', 'probe'), 0o755);
  writeFileSync(join(bundle, 'config.json'), JSON.stringify(bundleConfig(['/program/probe'], [join(bundle, 'program')])));
  if (uid !== null) for (const name of ['.', 'rootfs', 'state', 'config.json']) chownSync(join(bundle, name), uid, uid);
}

/** @see OCI runtime specification 1.0, config.md. The user namespace is runsc's own making (`--rootless`). */
export function bundleConfig(args: readonly string[], readable: readonly string[]): object {
  const none: readonly string[] = [];
  return {
    ociVersion: '1.0.0',
    process: {
      ...{ user: { uid: 0, gid: 0 }, args, env: none, cwd: '/', noNewPrivileges: true },
      capabilities: { bounding: none, effective: none, permitted: none, inheritable: none },
    },
    root: { path: 'rootfs', readonly: true },
    mounts: readable.map((source) => ({ destination: `/${source.split('/').at(-1)}`, type: 'bind', source, options: ['ro', 'rbind'] })),
    linux: { namespaces: ['pid', 'ipc', 'uts', 'mount', 'network'].map((type) => ({ type })) },
  };
}

/** `ptrace` is the one platform that every version has, and that needs no device. */
const OPTIONS = ['--rootless', '--platform=ptrace', '--network=none', '--ignore-cgroups'];

function runIn(path: string, bundle: string, uid: number | null): Promise<{ code: number | null; text: string }> {
  const identity = uid === null ? {} : { uid, gid: uid };
  const args = ['--root', join(bundle, 'state'), ...OPTIONS, 'run', '-bundle', bundle, `horngate-${process.pid}`];
  return new Promise((resolve) => {
    const child = spawn(path, args, { ...identity, env: {}, cwd: '/', stdio: ['ignore', 'ignore', 'pipe'], timeout: 20_000, killSignal: 'SIGKILL' });
    let text = '';
    child.stderr.on('data', (piece: Buffer) => {
      text = (text + piece.toString()).slice(0, 500);
    });
    child.on('error', (error) => resolve({ code: null, text: error.message }));
    child.on('close', (code) => resolve({ code, text: printable(text.trim(), 500) }));
  });
}

function helpOf(path: string): string {
  const { stdout, stderr } = spawnSync(path, ['help', 'run'], { encoding: 'utf8', env: {}, timeout: 10_000 });
  return `${stdout}${stderr}`;
}
