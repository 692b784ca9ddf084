import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeExecutable } from '../detect.ts';
import { capability, LIMITS, runDir } from '../guest.testing.ts';
import { buildLauncher } from '../launcher/launcher.ts';
import { lockObjects } from '../launcher/lock.ts';
import { limitsOf } from '../layers/limits/limits.ts';
import { bubblewrapArguments } from '../layers/namespaces/bubblewrap.ts';
import { startPolicy } from '../layers/seccomp/policies.ts';
import { openFolder } from '../stage.testing.ts';
import type { Outcome } from './outcome.testing.ts';

/** An interpreter that every user can reach. */
const PYTHON = '/usr/bin/python3';
const SOURCE = fileURLToPath(new URL('./python/probes.py', import.meta.url));
const MS = 5000;

export interface Python {
  readonly version: string;
  readonly command: readonly string[];
  readonly readable: readonly string[];
  readonly names: readonly string[];
  readonly script: string;
  readonly lock: string;
}

/** Debian's Python with its libraries; undefined where there is none: the probes in Python cannot run here. */
export function python(): Python | undefined {
  if (!existsSync(PYTHON)) return undefined;
  const folder = openFolder();
  const script = join(folder, 'probes.py');
  copyFileSync(SOURCE, script);
  chmodSync(script, 0o644);
  const lock = join(folder, 'lock.so');
  writeFileSync(lock, lockObjects()['lock.so'], { mode: 0o644 });
  const program = realpathSync(PYTHON);
  const ask = (...args: string[]): string => execFileSync(program, ['-I', ...args], { encoding: 'utf8' }).trim();
  const libraries = [...execFileSync('ldd', [program], { encoding: 'utf8' }).matchAll(/(\/\S+) \(0x/g)].map(([, path]) => realpathSync(path ?? ''));
  const loader = libraries.find((path) => path.includes('ld-linux')) ?? '';
  const lib = dirname(libraries.find((path) => path.includes('libc.so')) ?? '');
  return {
    version: ask('--version'),
    command: [loader, '--library-path', lib, program, '-I', '-S', '-B', script],
    readable: [program, lib, ask('-c', 'import sysconfig; print(sysconfig.get_path("stdlib"))')],
    names: ask(script, 'names', '0').split(' '),
    script: folder,
    lock,
  };
}

/** Where it runs, and whom it is after. */
interface Where {
  readonly level: 'L1' | 'L2';
  readonly locked: boolean;
  readonly victim: number;
}

/** One probe in Python in a runner's place: the runner's first filter, and its lock where the column is locked. */
export async function runPython(what: Python, name: string, { level, locked, victim }: Where): Promise<Outcome> {
  const wrapped = level === 'L2';
  const bytes = buildLauncher({
    command: [...what.command, name, String(victim), ...(locked ? [what.lock] : [])],
    environment: { PATH: '/usr/bin:/bin', LANG: 'C.UTF-8' },
    descriptors: 3,
    uid: wrapped ? null : capability.uid,
    limits: limitsOf({ ...LIMITS, cpuSeconds: 2 }, wrapped ? 256 : null),
    landlockAbi: capability.landlockAbi,
    paths: [
      { path: what.command[0] ?? '', access: 'execute', folder: false },
      ...[what.readable[0] ?? ''].map((path) => ({ path, access: 'read', folder: false }) as const),
      ...[...what.readable.slice(1), what.script].map((path) => ({ path, access: 'read', folder: true }) as const),
    ],
    policy: (pointer) => startPolicy('runner', pointer, false),
  });
  const launcher = writeExecutable(runDir, 'python', bytes);
  try {
    return await ended(launcher, wrapped ? bubblewrapArguments({ ro: [...what.readable, what.script], rw: null }, launcher) : undefined);
  } finally {
    rmSync(launcher, { force: true });
  }
}

function ended(launcher: string, wrapper: readonly string[] | undefined): Promise<Outcome> {
  const identity = capability.uid === null || wrapper === undefined ? {} : { uid: capability.uid, gid: capability.uid };
  const program = wrapper === undefined ? launcher : (capability.bubblewrap.path ?? '');
  const child = spawn(program, wrapper ?? [], { ...identity, env: {}, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let said = '';
  child.stdout.on('data', (piece: Buffer) => {
    said += piece.toString();
  });
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    process.kill(-(child.pid ?? 0), 'SIGKILL');
  }, MS);
  return new Promise((resolve) => {
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      const [first, second, answer] = said.split('\n');
      if (first !== 'control' || second !== 'control') resolve('did-not-run');
      else if (answer !== undefined && answer !== '') resolve(answer);
      else resolve(late ? 'deadline' : endOf(code, signal));
    });
  });
}

function endOf(code: number | null, signal: NodeJS.Signals | null): Outcome {
  const name = signal ?? Object.entries(constants.signals).find(([, number]) => number === (code ?? 0) - 128)?.[0];
  if (name === 'SIGXCPU') return 'cpu';
  return name ?? (code === 127 ? 'abort' : code === 77 ? 'passed' : `status-${code}`);
}
