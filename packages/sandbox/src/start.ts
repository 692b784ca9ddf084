import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { HorngateError, LEVELS, type Level, type Posture, type Profile } from '@horngate/core/words';
import { type Caps, Channel } from './channel.ts';
import { errorOfExit } from './death.ts';
import { type Capability, detect, writeExecutable } from './detect.ts';
import { buildLauncher, type LaunchPlan } from './launcher/launcher.ts';
import { type Delegation, findDelegation, type Group, makeGroup } from './layers/cgroups/cgroups.ts';
import { tryGvisor } from './layers/gvisor/gvisor.ts';
import { confirmProcessors, type Hardware, hardwarePlan } from './layers/hardware/hardware.ts';
import type { PathRule } from './layers/landlock/rules.ts';
import { ownCodeRange } from './layers/limits/code-range.ts';
import { type GuestLimits, limitsOf } from './layers/limits/limits.ts';
import { bubblewrapArguments } from './layers/namespaces/bubblewrap.ts';
import { startPolicy } from './layers/seccomp/policies.ts';
import { guestUid } from './platform.ts';
import { guestInside, ownNamespaces, readPosture, unconfinedPosture } from './posture.ts';

/** What a guest is made of: node, its libraries, and one bundle, in a folder that the guest's user can read. `host` stages it. */
export interface StagedGuest {
  /** The only folder that the guest sees, besides its own data. */
  readonly folder: string;
  /** Loader and node, or node alone: the first is what gets executed. */
  readonly command: readonly string[];
  /** Files and folders that must be readable to start. */
  readonly readable: readonly string[];
  /** The guest's one file; `lock.so` and `lock-jit.so` lie beside it. */
  readonly bundle: string;
  /** Loads the bundle, where it is not loaded by node itself; in the same folder. */
  readonly starter?: string;
  /** What `/proc/self/exe` is to name at L2, for a program that reads it; there is no /proc. */
  readonly exe?: string;
}

export interface StartOptions {
  readonly profile: Profile;
  /** At least this level; `best` takes what the host reaches. */
  readonly level?: Level | 'best';
  /** Below it no guest is started, whatever was asked for. */
  readonly minLevel?: Level;
  readonly stage: StagedGuest;
  readonly args?: readonly string[];
  readonly ro?: readonly string[];
  /** The one folder in which the guest may make files; for profiles `reader` and `decoder`. */
  readonly rw?: string;
  /** Open descriptors, which the guest sees as 3, 4, … */
  readonly files?: readonly number[];
  readonly limits: GuestLimits;
  readonly uid?: number;
  /** What it shares of the processor; absent: all of it. */
  readonly hardware?: Hardware;
  /** Where the launcher is written: reachable for the guest's user, not mounted noexec. */
  readonly runDir: string;
  /** Where control groups for guests can be made; absent: looked for once. */
  readonly cgroups?: Delegation;
  readonly caps?: Partial<Caps>;
  readonly onLog?: (text: string) => void;
}

/** A confined process, which takes calls. */
export interface Guest {
  readonly channel: Channel;
  /** Of the guest itself, also inside bubblewrap. */
  readonly pid: number;
  /** What confines it now, measured from outside. */
  posture(): Promise<Posture>;
  /** To be called when a runner says that it has locked itself: kills it when that is not so. @throws HG_GUEST_START */
  confirmLock(): Promise<Posture>;
  kill(): void;
  /** Settles with why it ended. */
  readonly exited: Promise<HorngateError>;
  stderrTail(): string;
}

const TAIL_BYTES = 4096;
/** RLIMIT_NPROC is counted per user: outside of a user namespace of its own, the guest shares it with others. */
export const maxThreads = (wrapped: boolean, uid: number | null): number | null => (wrapped ? 256 : uid === null ? null : 4096);

/**
 * Starts a guest under its profile, and hands it out only after its posture was measured.
 *
 * @throws HG_UNSUPPORTED_LEVEL, HG_UNSUPPORTED_PLATFORM, HG_UNAVAILABLE_LEVEL below the level that is asked for, HG_GUEST_START naming the protection that failed,
 * HG_LIMIT_DEADLINE when it says nothing in time.
 */
export async function startGuest(options: StartOptions): Promise<Guest> {
  await refuseGvisor(options);
  const wanted = wantedLevel(options.level ?? 'best', options.minLevel ?? 'L1');
  if (wanted === 'L0') return startUnconfined(options);
  const uid = guestUid(options.uid);
  const capability = await detect(options.runDir, uid);
  if (below(capability.level, wanted)) throw unreached(wanted, capability.level, capability.missing);
  const wrapped = capability.level !== 'L1' && (options.level !== 'L1' || wanted === 'L2');
  const cgroups = options.cgroups ?? delegation();
  const group = cgroups.folder === null ? undefined : makeGroup(cgroups, options.limits);
  const grouped = group === undefined ? options : { ...options, group };
  const launcher = writeExecutable(options.runDir, 'launch', buildLauncher(planOf(grouped, capability, wrapped)));
  try {
    const child = wrapped ? startWrapped(grouped, capability, launcher) : startBare(grouped, launcher);
    const guest = new ConfinedGuest(child, { ...grouped, cgroups }, capability.landlockAbi, wrapped);
    void guest.exited.then(() => group?.remove());
    await guest.begin(wanted);
    return guest;
  } finally {
    rmSync(launcher, { force: true });
    group?.closeDescriptor();
  }
}

/** With the control group that was made for it. */
type Grouped = StartOptions & { readonly group?: Group };

let found: Delegation | undefined;

/** Tried once: who delegates does so before we start. */
export function delegation(): Delegation {
  found ??= findDelegation();
  return found;
}

/** Descriptors of the guest, and behind them that of its control group, which the launcher closes. */
const inherited = ({ files = [], group }: Grouped): number[] => [...files, ...(group === undefined ? [] : [group.descriptor])];

/**
 * A plain child process, for hosts where nothing better is to be had: the same frames and the same bundle's protocol, and no protection but a process of its own
 * and an empty environment. Its posture says so.
 */
async function startUnconfined(options: StartOptions): Promise<Guest> {
  const { profile, stage, args = [], files = [], limits } = options;
  const [command = '', ...before] = stage.command;
  // WebAssembly needs V8's compiler, so a runner is not without it here.
  const flags = flagsOf(profile === 'runner' ? 'runner-jit' : profile, limits);
  const child = spawn(command, [...before, ...flags, stage.bundle, ...args], { ...SPAWN, env: ENVIRONMENT, stdio: ['pipe', 'pipe', 'pipe', ...files] });
  const guest = new ConfinedGuest(child, options, 0, false, true);
  await guest.begin('L0');
  return guest;
}

/** L3 is not built: says by a trial start what lacks here. @throws HG_UNSUPPORTED_LEVEL */
export async function refuseGvisor({ level = 'best', minLevel = 'L1', runDir }: Pick<StartOptions, 'level' | 'minLevel' | 'runDir'>): Promise<void> {
  if (level !== 'L3' && minLevel !== 'L3') return;
  const { why } = await tryGvisor(runDir);
  throw new HorngateError('HG_UNSUPPORTED_LEVEL', `Cannot start a guest at "L3" yet: ${why || 'gVisor starts here, and could take guests'}`);
}

/** Both of what is asked for and what the policy demands. L0 is for those who ask for it by name, under a policy that allows it. */
export function wantedLevel(level: Level | 'best', minLevel: Level): Level {
  const asked = level === 'best' || below(level, minLevel) ? minLevel : level;
  if (level === 'L0' && asked === 'L0') return asked;
  if (level === 'L0') throw unreached(asked, 'L0', ['asked for by name']);
  if (asked === 'L1' || asked === 'L2') return asked;
  throw new HorngateError('HG_UNSUPPORTED_LEVEL', `Cannot start a guest as its level must be "L1" or "L2": asked for "${asked}"`);
}

export const below = (level: Level, wanted: Level): boolean => LEVELS.indexOf(level) < LEVELS.indexOf(wanted);

export function unreached(wanted: Level, found: Level, missing: readonly string[]): HorngateError {
  return new HorngateError(
    'HG_UNAVAILABLE_LEVEL',
    `Cannot start a guest as its level must be at least "${wanted}": this host reaches "${found}" (${missing.join('; ')})`,
  );
}

function planOf(options: Grouped, { landlockAbi, uid }: Capability, wrapped: boolean): LaunchPlan {
  const { profile, stage, args = [], files = [], limits, rw } = options;
  return {
    command: [...stage.command, ...flagsOf(profile, limits), ...(stage.starter === undefined ? [] : [stage.starter]), stage.bundle, ...args],
    environment: ENVIRONMENT,
    descriptors: 3 + files.length,
    ...(options.group === undefined ? {} : { cgroup: 3 + files.length }),
    uid: wrapped ? null : uid,
    limits: limitsOf({ ...limits, memoryBytes: limits.memoryBytes + codeRangeOf(profile) }, maxThreads(wrapped, uid)),
    landlockAbi,
    paths: pathsOf(options),
    hardware: hardwarePlan(options.hardware ?? {}),
    policy: (pointer) => startPolicy(profile, pointer, rw !== undefined),
  };
}

/** Nothing of the parent's environment: it may hold secrets, and NODE_OPTIONS. */
const ENVIRONMENT: Readonly<Record<string, string>> = {
  PATH: '/usr/bin:/bin',
  LANG: 'C.UTF-8',
  ORT_DISABLE_TELEMETRY: '1',
  OPENSSL_CONF: '/nonexistent',
  UV_THREADPOOL_SIZE: '1',
};

/** What node is told before its bundle. Python: no variables, no user's folder, no path of the script's own (-I), no `.pth` files (-S), nothing written beside sources (-B). */
export function flagsOf(profile: Profile, { memoryBytes }: Pick<GuestLimits, 'memoryBytes'>): string[] {
  if (profile === 'keras') return ['-I', '-S', '-B'];
  const heap = Math.max(32, Math.floor((memoryBytes * 0.6) / 2 ** 20));
  const common = [`--max-old-space-size=${heap}`, '--v8-pool-size=1'];
  if (profile === 'runner') return [...common, '--jitless'];
  return profile === 'runner-jit' ? common : [...common, ...SHORT_LIVED, '--no-addons'];
}

/** A reader or decoder lives for one file: collecting garbage on further threads costs more than it gives back. Only flags that Node 20 and 24 both have: node ends at others. */
const SHORT_LIVED = ['--single-threaded-gc'];

/** Beside their memory, guests with the JIT get what V8 keeps for code. */
const codeRangeOf = (profile: Profile): number => (profile === 'runner' || profile === 'keras' ? 0 : ownCodeRange());

const LOCKS: Readonly<Partial<Record<Profile, readonly string[]>>> = { runner: ['lock.so'], 'runner-jit': ['lock-jit.so'], keras: ['lock-keras.so'] };

function pathsOf({ profile, stage, ro = [], rw }: StartOptions): PathRule[] {
  const readable = [...stage.readable, stage.bundle, ...(LOCKS[profile] ?? []).map((name) => join(dirname(stage.bundle), name)), ...ro];
  return [
    { path: stage.command[0] ?? '', access: 'execute', folder: false },
    ...readable.map((path): PathRule => ({ path, access: 'read', folder: statSync(path).isDirectory() })),
    ...(rw === undefined ? [] : [{ path: rw, access: 'write', folder: true } as const]),
  ];
}

/** A session and process group of its own: no terminal to type into (CVE-2017-5226), no Ctrl-C meant for somebody else, and one number to kill all of it by. */
export const SPAWN = { detached: true, env: {}, cwd: '/' } as const;

function startBare(options: Grouped, launcher: string): ChildProcess {
  return spawn(launcher, [], { ...SPAWN, stdio: ['pipe', 'pipe', 'pipe', ...inherited(options)] });
}

/** Never as root: the guest's user inside would be root outside. */
function startWrapped(options: Grouped, { bubblewrap, uid }: Capability, launcher: string): ChildProcess {
  const { stage, ro = [], rw } = options;
  const args = bubblewrapArguments({ ro: [stage.folder, ...ro], rw: rw ?? null, exe: stage.exe }, launcher);
  const identity = uid === null ? {} : { uid, gid: uid };
  return spawn(bubblewrap.path ?? '', args, { ...SPAWN, ...identity, stdio: ['pipe', 'pipe', 'pipe', ...inherited(options)] });
}

class ConfinedGuest implements Guest {
  readonly channel: Channel;
  readonly exited: Promise<HorngateError>;
  readonly #child: ChildProcess;
  readonly #options: Grouped;
  readonly #landlockAbi: number;
  readonly #wrapped: boolean;
  readonly #unconfined: boolean;
  #pid = 0;
  #namespaces: readonly string[] = [];
  #ready = false;
  #tail = '';

  constructor(child: ChildProcess, options: Grouped, landlockAbi: number, wrapped: boolean, unconfined = false) {
    if (child.stdin === null || child.stdout === null || child.stderr === null)
      throw new HorngateError('HG_INTERNAL', 'Cannot talk to a guest as its pipes must be open');
    this.#child = child;
    this.#options = options;
    this.#landlockAbi = landlockAbi;
    this.#wrapped = wrapped;
    this.#unconfined = unconfined;
    child.stderr.on('data', (piece: Buffer) => {
      this.#tail = (this.#tail + piece.toString('utf8')).slice(-TAIL_BYTES);
    });
    this.exited = this.#end(child);
    const { stdin, stdout } = child;
    this.channel = new Channel(
      { stdin, stdout, died: this.exited, kill: () => this.kill() },
      { deadlineMs: options.limits.deadlineMs, ...options.caps },
      options.onLog,
    );
  }

  get pid(): number {
    return this.#pid;
  }

  /** Waits for the guest's first word, then measures it: below the level it is killed before any call. */
  async begin(wanted: Level): Promise<void> {
    const { deadlineMs } = this.#options.limits;
    const late = new HorngateError('HG_LIMIT_DEADLINE', `Cannot start a guest as it must be ready within ${deadlineMs} ms: it is not`);
    let timer: NodeJS.Timeout | undefined;
    try {
      await Promise.race([this.channel.ready, new Promise((_, reject) => (timer = setTimeout(reject, deadlineMs, late)))]);
      this.#ready = true;
      this.#pid = (this.#wrapped ? guestInside(this.#child.pid ?? 0) : this.#child.pid) ?? 0;
      this.#namespaces = this.#unconfined ? [] : ownNamespaces(this.#pid);
      const { level, missing, cpus } = await this.posture();
      if (below(level, wanted)) throw unreached(wanted, level, missing);
      confirmProcessors(this.#options.hardware?.cpus, cpus);
    } catch (error) {
      this.kill();
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  async posture(): Promise<Posture> {
    if (this.#unconfined) return unconfinedPosture(this.#options.profile);
    const { profile, group, cgroups } = this.#options;
    const noGroup = cgroups?.why ?? '';
    return readPosture(this.#pid, { profile, landlockAbi: this.#landlockAbi, group, noGroup }, this.#namespaces);
  }

  async confirmLock(): Promise<Posture> {
    const posture = await this.posture();
    if (posture.locked || this.#unconfined) return posture; // L0 was asked for by name, and the posture says what it is
    this.kill();
    throw new HorngateError('HG_GUEST_START', 'Cannot start a guest as "sandbox/seccomp-lock" must hold: its second system call filter is not there');
  }

  /**
   * Kills the whole process group, which nobody in it can leave. bubblewrap alone is not enough: killed while it prepares, it leaves a child
   * that waits for it for ever.
   */
  kill(): void {
    const { pid, exitCode, signalCode } = this.#child;
    if (pid === undefined || exitCode !== null || signalCode !== null) return; // its number may be somebody else's by now
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      this.#child.kill('SIGKILL');
    }
  }

  stderrTail(): string {
    return this.#tail;
  }

  #end(child: ChildProcess): Promise<HorngateError> {
    return new Promise((resolve) => {
      const finish = (code: number | null, signal: NodeJS.Signals | null): void => resolve(errorOfExit({ code, signal, stderrTail: this.#tail }, this.#ready));
      child.once('error', (error) => resolve(new HorngateError('HG_GUEST_START', `Cannot start a guest as its launcher must run: ${error.message}`)));
      child.once('close', finish);
      // A descriptor that outlives the guest must not keep its end a secret.
      child.once('exit', (code, signal) => setTimeout(() => finish(code, signal), 500).unref());
    });
  }
}
