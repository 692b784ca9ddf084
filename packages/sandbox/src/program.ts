import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import type { Socket } from 'node:net';
import { constants } from 'node:os';
import { HorngateError, type Level, type Posture, type Profile } from '@horngate/core/words';
import { errorOfExit } from './death.ts';
import { type Capability, detect, writeExecutable } from './detect.ts';
import { type Fifos, openFifos } from './fifos.ts';
import { buildLauncher, buildLock, SAYS } from './launcher/launcher.ts';
import { type Group, makeGroup } from './layers/cgroups/cgroups.ts';
import type { PathRule } from './layers/landlock/rules.ts';
import { type GuestLimits, limitsOf } from './layers/limits/limits.ts';
import { bubblewrapArguments } from './layers/namespaces/bubblewrap.ts';
import type { Row } from './layers/seccomp/filter.ts';
import { kerasLockPolicy, lockable, lockPolicy, startPolicy } from './layers/seccomp/policies.ts';
import { guestUid } from './platform.ts';
import { guestInside, ownNamespaces, readPosture } from './posture.ts';
import { below, delegation, maxThreads, refuseGvisor, SPAWN, unreached, wantedLevel } from './start.ts';

/** Any program, to run as the guest of a profile would. */
export interface ProgramOptions {
  readonly profile: Profile;
  readonly level?: Level | 'best';
  readonly minLevel?: Level;
  /** Absolute path of an ELF file, and its arguments. */
  readonly command: readonly string[];
  /** Files that the kernel executes: the program, and its dynamic loader under the name that the program gives. */
  readonly execute: readonly string[];
  /** Files and folders that are readable; `folder` says which. */
  readonly read: readonly Pick<PathRule, 'path' | 'folder'>[];
  readonly rw?: string;
  /** What stands in for that folder, at L2. */
  readonly rwFrom?: string;
  /** What stands in for a file or folder that the guest's user cannot reach, at L2. */
  readonly copies?: readonly { readonly from: string; readonly to: string }[];
  readonly environment: Readonly<Record<string, string>>;
  /** Where it works, if it can go there. */
  readonly folder?: string;
  /** Whether the second filter is laid on before its `main`: it must have a dynamic loader. */
  readonly locked: boolean;
  readonly limits: GuestLimits;
  readonly uid?: number;
  readonly runDir: string;
}

/** How it ended, as a shell says it: its status, or 128 + the signal. */
export interface ProgramEnd {
  readonly status: number;
  readonly signal: string | null;
}

export interface ConfinedProgram {
  /** Pipes to its descriptors 0, 1 and 2: it never holds a terminal or a file of ours. */
  readonly stdin: NodeJS.WritableStream;
  readonly stdout: NodeJS.ReadableStream;
  readonly stderr: NodeJS.ReadableStream;
  /** Measured from outside before its first instruction; with `locked`, after the lock and before its `main`. */
  readonly posture: Posture;
  readonly ended: Promise<ProgramEnd>;
  kill(): void;
}

/** Descriptor on which launcher and lock wait for the parent. */
const GATE = 3;

/**
 * Runs a program under the launcher, limits, rules and filters of a profile's guest.
 *
 * The launcher waits, with everything laid on, until the parent has measured it from outside; with `locked`, the lock object (preloaded, so that its
 * initialiser runs before `main`) waits once more. What is not confined as asked is killed there, so nothing of the program has run.
 *
 * @throws HG_UNSUPPORTED_LEVEL, HG_UNAVAILABLE_LEVEL, HG_GUEST_START, HG_LIMIT_DEADLINE
 */
export async function runProgram(options: ProgramOptions): Promise<ConfinedProgram> {
  await refuseGvisor(options);
  const wanted = wantedLevel(options.level ?? 'best', options.minLevel ?? 'L1');
  const uid = guestUid(options.uid);
  const capability = await detect(options.runDir, uid);
  if (below(capability.level, wanted)) throw unreached(wanted, capability.level, capability.missing);
  const wrapped = capability.level !== 'L1' && (options.level !== 'L1' || wanted === 'L2');
  const cgroups = delegation();
  const group = cgroups.folder === null ? undefined : makeGroup(cgroups, options.limits);
  const lock = options.locked ? writeExecutable(options.runDir, 'lock.so', buildLock(lockRows(options.profile), process.arch, GATE)) : null;
  const launcher = writeExecutable(options.runDir, 'launch', launcherFor(options, capability, wrapped, lock, group));
  try {
    const fifos = openFifos(options.runDir);
    const child = start(options, capability, wrapped, launcher, lock, fifos, group);
    fifos.closeTheirs();
    child.once('exit', () => group?.remove());
    return await new Starting(child, fifos, options, capability, wrapped, group).begin(wanted);
  } finally {
    group?.closeDescriptor();
    for (const path of [launcher, lock]) if (path !== null) rmSync(path, { force: true });
  }
}

/** The second filter of the profile's guest; readers and decoders have none of their own, and get that of a guest whose engine makes code. */
function lockRows(profile: Profile): readonly Row[] {
  return profile === 'keras' ? kerasLockPolicy() : lockPolicy(profile === 'runner');
}

function launcherFor(options: ProgramOptions, { landlockAbi, uid }: Capability, wrapped: boolean, lock: string | null, group: Group | undefined): Uint8Array {
  const { profile, command, environment, folder, locked, limits, rw } = options;
  return buildLauncher({
    command,
    environment: lock === null ? environment : { ...environment, LD_PRELOAD: preloadable(lock) },
    descriptors: GATE + 1,
    ...(group === undefined ? {} : { cgroup: GATE + 1 }),
    ...(folder === undefined ? {} : { folder }),
    gate: { descriptor: GATE, kept: locked },
    uid: wrapped ? null : uid,
    limits: limitsOf(limits, maxThreads(wrapped, uid)),
    landlockAbi,
    paths: pathsOf(options, lock),
    // What the lock needs to lay itself on, where the guest of the profile has no lock.
    policy: (pointer) => [...(locked ? lockable : []), ...startPolicy(profile, pointer, rw !== undefined)],
  });
}

function pathsOf({ execute, read, rw }: ProgramOptions, lock: string | null): PathRule[] {
  return [
    ...execute.map((path): PathRule => ({ path, access: 'execute', folder: false })),
    ...read.map(({ path, folder }): PathRule => ({ path, access: 'read', folder })),
    ...(lock === null ? [] : [{ path: lock, access: 'read', folder: false } as const]),
    ...(rw === undefined ? [] : [{ path: rw, access: 'write', folder: true } as const]),
  ];
}

/** ld.so(8) takes a space or a colon as the end of a name, and only warns of what it cannot load. */
function preloadable(path: string): string {
  if (!/[\s:]/.test(path)) return path;
  throw new HorngateError(
    'HG_UNAVAILABLE_STORE',
    `Cannot preload the lock "${path}" as its path must have neither space nor colon: set HORNGATE_HOME to another folder`,
  );
}

function start(
  options: ProgramOptions,
  { bubblewrap, uid }: Capability,
  wrapped: boolean,
  launcher: string,
  lock: string | null,
  { descriptors }: Fifos,
  group: Group | undefined,
): ChildProcess {
  const stdio = [...descriptors, 'pipe', ...(group === undefined ? [] : [group.descriptor])] as const;
  if (!wrapped) return spawn(launcher, [], { ...SPAWN, stdio: [...stdio] });
  const { execute, read, rw, copies = [] } = options;
  const copied = new Set(copies.map(({ to }) => to));
  const ro = [...execute, ...read.map(({ path }) => path)].filter((path) => !copied.has(path));
  const args = bubblewrapArguments({ ro: lock === null ? ro : [...ro, lock], rw: rw ?? null, rwFrom: options.rwFrom, copies }, launcher);
  const identity = uid === null ? {} : { uid, gid: uid }; // never as root, see `startGuest`
  return spawn(bubblewrap.path ?? '', args, { ...SPAWN, ...identity, stdio: [...stdio] });
}

/** A launcher on its way to the program. */
class Starting {
  readonly #child: ChildProcess;
  readonly #options: ProgramOptions;
  readonly #landlockAbi: number;
  readonly #wrapped: boolean;
  readonly #gate: Socket;
  readonly #group: Group | undefined;
  readonly #fifos: Fifos;
  readonly #ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;

  constructor(child: ChildProcess, fifos: Fifos, options: ProgramOptions, { landlockAbi }: Capability, wrapped: boolean, group: Group | undefined) {
    this.#child = child;
    this.#group = group;
    this.#fifos = fifos;
    this.#options = options;
    this.#landlockAbi = landlockAbi;
    this.#wrapped = wrapped;
    this.#gate = child.stdio[GATE] as Socket;
    this.#gate.on('error', () => undefined); // its end says enough
    this.#ended = new Promise((resolve) => {
      child.once('error', () => resolve({ code: 127, signal: null }));
      child.once('exit', (code, signal) => resolve({ code, signal }));
    });
  }

  async begin(wanted: Level): Promise<ConfinedProgram> {
    const { deadlineMs } = this.#options.limits;
    let timer: NodeJS.Timeout | undefined;
    const late = new HorngateError('HG_LIMIT_DEADLINE', `Cannot start a program as it must be confined within ${deadlineMs} ms: it is not`);
    try {
      return await Promise.race([this.#confirmed(wanted), new Promise<never>((_, reject) => (timer = setTimeout(reject, deadlineMs, late)))]);
    } catch (error) {
      this.#kill();
      for (const stream of [this.#fifos.stdin, this.#fifos.stdout, this.#fifos.stderr, this.#gate]) stream.destroy();
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  async #confirmed(wanted: Level): Promise<ConfinedProgram> {
    if ((await this.#next()) !== SAYS.waiting) throw await this.#failed();
    const pid = (this.#wrapped ? guestInside(this.#child.pid ?? 0) : this.#child.pid) ?? 0;
    const namespaces = ownNamespaces(pid);
    const measure = (): Posture =>
      readPosture(pid, { profile: this.#options.profile, landlockAbi: this.#landlockAbi, group: this.#group, noGroup: delegation().why }, namespaces);
    let posture = measure();
    if (below(posture.level, wanted)) throw unreached(wanted, posture.level, posture.missing);
    this.#gate.write('\n');
    const said = await this.#next();
    if (this.#options.locked) {
      if (said !== SAYS.locked) throw await this.#failed(said);
      posture = measure();
      if (!posture.locked) throw notLocked();
      this.#gate.end('\n');
    } else if (said !== undefined) throw await this.#failed(said);
    return this.#program(posture);
  }

  #program(posture: Posture): ConfinedProgram {
    const { stdin, stdout, stderr } = this.#fifos;
    return { stdin, stdout, stderr, posture, ended: this.#ended.then(endOf), kill: () => this.#kill() };
  }

  /** The next byte that launcher or lock says; undefined when nobody can say any more: the program took the launcher's place, or all is over. */
  async #next(): Promise<number | undefined> {
    for (;;) {
      const piece = this.#gate.read(1) as Buffer | null;
      if (piece !== null) return piece[0];
      if (this.#gate.readableEnded || this.#gate.destroyed) return undefined;
      await Promise.race(['readable', 'end', 'close'].map((event) => once(this.#gate, event)));
    }
  }

  async #failed(said?: number): Promise<HorngateError> {
    if (said === SAYS.failed)
      return new HorngateError('HG_GUEST_START', `Cannot start "${this.#options.command[0]}" as the kernel must be able to execute it: it is not`);
    const { code, signal } = await this.#ended;
    const tail = await lastOf(this.#fifos.stderr);
    if (this.#options.locked && signal === null && (code ?? 0) < 100) return notLocked();
    return errorOfExit({ code, signal, stderrTail: tail }, false);
  }

  #kill(): void {
    const { pid, exitCode, signalCode } = this.#child;
    if (pid === undefined || exitCode !== null || signalCode !== null) return;
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      this.#child.kill('SIGKILL');
    }
  }
}

/** What a launcher or bubblewrap says before it ends. */
async function lastOf(stream: Socket): Promise<string> {
  const pieces: Buffer[] = [];
  stream.on('data', (piece: Buffer) => pieces.push(piece));
  await Promise.race([once(stream, 'close'), new Promise((resolve) => setTimeout(resolve, 500).unref())]);
  return Buffer.concat(pieces).toString('utf8').slice(-4096);
}

const notLocked = (): HorngateError =>
  new HorngateError('HG_GUEST_START', 'Cannot start a program as "sandbox/seccomp-lock" must hold before its main: its second system call filter is not there');

/** bubblewrap hands a signal on as 128 + its number already. */
function endOf({ code, signal }: { code: number | null; signal: NodeJS.Signals | null }): ProgramEnd {
  const number = signal === null ? (code ?? 0) : 128 + constants.signals[signal];
  const found = Object.entries(constants.signals).find(([, value]) => value === number - 128);
  return { status: number, signal: signal ?? (number > 128 ? (found?.[0] ?? null) : null) };
}
