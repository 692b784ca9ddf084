import type { HardwarePlan } from '../layers/hardware/hardware.ts';
import { processorMask } from '../layers/hardware/processors.ts';
import { type PathRule, pathAttribute, rulesetAttribute } from '../layers/landlock/rules.ts';
import type { CallTable } from '../layers/seccomp/call-table.ts';
import { ARM64 } from '../layers/seccomp/calls-arm64.ts';
import { X86_64 } from '../layers/seccomp/calls-x86-64.ts';
import { compileFilter, type Row } from '../layers/seccomp/filter.ts';
import { arm64 } from './arm64.ts';
import { Assembly, type Encoder, encoderFor, type Operand, type Place } from './assembler.ts';
import { DATA_ADDRESS, executable, sharedObject } from './elf.ts';
import type { LauncherStatus } from './exits.ts';
import { x8664 } from './x86-64.ts';

export interface Limit {
  readonly resource: number;
  readonly soft: number;
  readonly hard: number;
}

/** Everything that a launcher does, baked into it: it takes no argument and reads no environment. */
export interface LaunchPlan {
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Descriptors from 0 on that stay open. */
  readonly descriptors: number;
  /** Folder to work in, where it can be entered; else, and when absent, `/`. */
  readonly folder?: string;
  /** Descriptor on which the parent answers when it has measured what confines the launcher; nothing is executed before that. */
  readonly gate?: Gate;
  /** Descriptor of the `cgroup.procs` to enter. */
  readonly cgroup?: number;
  /** User and group to become; null where the parent is none that could choose. */
  readonly uid: number | null;
  readonly limits: readonly Limit[];
  readonly landlockAbi: number;
  readonly paths: readonly PathRule[];
  /** What the guest shares of the processor; absent: all of it. */
  readonly hardware?: HardwarePlan;
  /** Rows of the first filter, for the address of the one path that may be executed. */
  readonly policy: (pointer: number) => readonly Row[];
}

/** What the parent and a launcher or lock say to each other: one byte, `waiting`, then one byte back; `failed` when nothing could be executed. */
export interface Gate {
  readonly descriptor: number;
  /** Whether what is executed keeps the descriptor, for a gate of its own. */
  readonly kept: boolean;
}

export const SAYS = { waiting: 0x57, locked: 0x4c, failed: 0x46 } as const;

const ENCODERS = { x64: x8664, arm64 };

/** System call numbers and audit architecture by encoder. */
const TABLES: ReadonlyMap<Encoder, CallTable> = new Map([
  [x8664, X86_64],
  [arm64, ARM64],
]);
const tableOf = ({ encoder }: Assembly): CallTable => TABLES.get(encoder) ?? X86_64;

/** The launcher as a static executable: lays each protection on in an order in which none undoes another, and executes the guest. */
export function buildLauncher(plan: LaunchPlan, architecture: string = process.arch): Uint8Array {
  const assembly = new Assembly(encoderFor(architecture, ENCODERS));
  const path = assembly.text(plan.command[0] ?? '');
  const command = assembly.pointers(plan.command.map((text) => assembly.text(text)));
  const environment = assembly.pointers(Object.entries(plan.environment).map(([name, value]) => assembly.text(`${name}=${value}`)));
  protect(assembly, plan, DATA_ADDRESS + path.offset);
  if (plan.gate !== undefined) waitAt(assembly, plan.gate.descriptor, SAYS.waiting, 116);
  if (plan.gate?.kept === false) call(assembly, 'fcntl', [plan.gate.descriptor, F_SETFD, FD_CLOEXEC], 116);
  call(assembly, 'execve', [path, command, environment], plan.gate === undefined ? 110 : undefined);
  // Still here: the parent could not tell our status from the program's.
  if (plan.gate !== undefined) call(assembly, 'write', [plan.gate.descriptor, assembly.data(Uint8Array.of(SAYS.failed)), 1]);
  call(assembly, 'exit_group', [110]);
  return executable(assembly);
}

const F_SETFD = 2;
const FD_CLOEXEC = 1;

/** Says one byte, and waits for one. The end of the descriptor is no answer. */
function waitAt(assembly: Assembly, descriptor: number, says: number, status: LauncherStatus): void {
  call(assembly, 'write', [descriptor, assembly.data(Uint8Array.of(says)), 1], status);
  call(assembly, 'read', [descriptor, assembly.data(new Uint8Array(8)), 1], status);
  assembly.add(assembly.encoder.exitUnless(1, status));
}

/** One protection a line. What an earlier line takes away, no later one needs. */
function protect(assembly: Assembly, plan: LaunchPlan, pointer: number): void {
  if (plan.cgroup !== undefined) enterControlGroup(assembly, plan.cgroup);
  closeDescriptors(assembly, plan);
  if (plan.uid !== null) dropCapabilities(assembly);
  if (plan.uid !== null) becomeUser(assembly, plan.uid);
  dieWithParent(assembly);
  if (plan.hardware?.cpus !== undefined) keepToProcessors(assembly, plan.hardware.cpus);
  if (plan.hardware?.coreScheduling === true) shareNoCore(assembly, 119);
  call(assembly, 'umask', [0o077]);
  call(assembly, 'chdir', [assembly.text('/')]);
  if (plan.folder !== undefined) call(assembly, 'chdir', [assembly.text(plan.folder)]);
  noNewPrivileges(assembly, 104);
  controlSpeculation(assembly);
  if (plan.landlockAbi > 0) confineFiles(assembly, plan);
  setLimits(assembly, plan.limits);
  applyFilter(assembly, plan.policy(pointer), 0, 109);
}

/** "0" is whoever writes it; that it may is the right of who opened the file (Linux 5.16). First, as the descriptor is closed with all others. */
function enterControlGroup(assembly: Assembly, descriptor: number): void {
  call(assembly, 'write', [descriptor, assembly.text('0'), 1], 117);
}

/** bubblewrap, a shell, or a library of the parent's may leave descriptors open without close-on-exec. */
function closeDescriptors(assembly: Assembly, { descriptors }: LaunchPlan): void {
  call(assembly, 'close_range', [descriptors, 0xffffffff, 0], 101);
}

const PR_SET_PDEATHSIG = 1;
const PR_SET_DUMPABLE = 4;
const PR_CAPBSET_DROP = 24;
const PR_SET_NO_NEW_PRIVS = 38;
const PR_SET_SPECULATION_CTRL = 53;
const SIGKILL = 9;

/** After the change of user, which clears it. */
function dieWithParent(assembly: Assembly): void {
  call(assembly, 'prctl', [PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0], 102);
}

/** CAP_LAST_CAP of Linux 6.15 is 40 (CAP_CHECKPOINT_RESTORE). A kernel that knows fewer answers EINVAL, so only the first, which all have, are demanded. */
function dropCapabilities(assembly: Assembly): void {
  for (let capability = 0; capability <= 63; capability++) call(assembly, 'prctl', [PR_CAPBSET_DROP, capability, 0, 0, 0], capability <= 36 ? 115 : undefined);
}

function becomeUser(assembly: Assembly, uid: number): void {
  call(assembly, 'setgroups', [0, 0], 112);
  call(assembly, 'setresgid', [uid, uid, uid], 113);
  call(assembly, 'setresuid', [uid, uid, uid], 114);
}

function noNewPrivileges(assembly: Assembly, status: LauncherStatus): void {
  call(assembly, 'prctl', [PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0], status);
}

/** Speculative store bypass and indirect branches, as far as processor and kernel let a process choose: no failure ends the start. */
function controlSpeculation(assembly: Assembly): void {
  const PR_SPEC_DISABLE = 4;
  for (const kind of [0, 1]) call(assembly, 'prctl', [PR_SET_SPECULATION_CTRL, kind, PR_SPEC_DISABLE, 0, 0]);
}

/** The guest inherits it, and its filters refuse to change it. */
function keepToProcessors(assembly: Assembly, cpus: readonly number[]): void {
  const mask = processorMask(cpus);
  call(assembly, 'sched_setaffinity', [0, mask.byteLength, assembly.data(mask)], 118);
}

const PR_SCHED_CORE = 62;
const PR_SCHED_CORE_CREATE = 1;
const PR_SCHED_CORE_SCOPE_THREAD_GROUP = 1;

/** A cookie of its own, which all its threads inherit: the scheduler lets no thread with another one run on the same core. @see core-scheduling.rst of Linux */
function shareNoCore(assembly: Assembly, status?: LauncherStatus): void {
  call(assembly, 'prctl', [PR_SCHED_CORE, PR_SCHED_CORE_CREATE, 0, PR_SCHED_CORE_SCOPE_THREAD_GROUP, 0], status);
}

const AT_FDCWD = -100;
const O_PATH_CLOEXEC = 0x280000;
const LANDLOCK_RULE_PATH_BENEATH = 1;

function confineFiles(assembly: Assembly, { landlockAbi, paths }: LaunchPlan): void {
  const attribute = rulesetAttribute(landlockAbi);
  const ruleset = assembly.data(new Uint8Array(8));
  call(assembly, 'landlock_create_ruleset', [assembly.data(attribute), attribute.byteLength, 0], 105, ruleset);
  for (const rule of paths) allowPath(assembly, rule, landlockAbi, ruleset);
  call(assembly, 'landlock_restrict_self', [{ valueAt: ruleset.offset }, 0], 108);
}

/** Opened as the user that the guest will be: what it could not reach anyway, a rule does not help with. */
function allowPath(assembly: Assembly, rule: PathRule, abi: number, ruleset: Place): void {
  const descriptor = assembly.data(new Uint8Array(8));
  const beneath = assembly.data(pathAttribute(rule, abi));
  call(assembly, 'openat', [AT_FDCWD, assembly.text(rule.path), O_PATH_CLOEXEC, 0], 106, descriptor);
  assembly.add(assembly.encoder.copy(descriptor, { offset: beneath.offset + 8 }));
  call(assembly, 'landlock_add_rule', [{ valueAt: ruleset.offset }, LANDLOCK_RULE_PATH_BENEATH, beneath, 0], 107);
}

function setLimits(assembly: Assembly, limits: readonly Limit[]): void {
  for (const { resource, soft, hard } of limits) {
    const pair = assembly.data(new Uint8Array(BigUint64Array.of(BigInt(soft), BigInt(hard)).buffer));
    call(assembly, 'prlimit64', [0, resource, pair, 0], 103);
  }
}

const SECCOMP_SET_MODE_FILTER = 1;
const SECCOMP_FILTER_FLAG_TSYNC = 1;

/** `struct sock_fprog`: number of instructions u16, then at 8 the address of the first. */
function applyFilter(assembly: Assembly, rows: readonly Row[], flags: number, status: LauncherStatus): void {
  const filter = compileFilter(rows, tableOf(assembly));
  const program = assembly.data(Uint8Array.of((filter.byteLength / 8) & 0xff, (filter.byteLength / 8) >> 8, ...new Uint8Array(14)));
  assembly.add(assembly.encoder.point({ offset: program.offset + 8 }, assembly.data(filter)));
  call(assembly, 'seccomp', [SECCOMP_SET_MODE_FILTER, flags, program], status);
}

function call(assembly: Assembly, name: string, operands: readonly Operand[], status?: LauncherStatus, result?: Place): void {
  assembly.call(tableOf(assembly).numbers.get(name) ?? -1, operands, status);
  if (result !== undefined) assembly.add(assembly.encoder.keepResult(result));
}

/**
 * The lock as a shared object: loaded, it applies the second filter to every thread of the process, for good.
 *
 * Before that it makes the process undumpable: nobody of the same user may look into its memory any more.
 *
 * @param gate - descriptor on which the parent confirms the lock before anything else runs.
 */
export function buildLock(rows: readonly Row[], architecture: string = process.arch, gate?: number): Uint8Array {
  const assembly = new Assembly(encoderFor(architecture, ENCODERS));
  call(assembly, 'prctl', [PR_SET_DUMPABLE, 0, 0, 0, 0]);
  noNewPrivileges(assembly, 120);
  applyFilter(assembly, rows, SECCOMP_FILTER_FLAG_TSYNC, 121);
  if (gate !== undefined) waitAt(assembly, gate, SAYS.locked, 122);
  if (gate !== undefined) call(assembly, 'close', [gate]);
  return sharedObject(assembly);
}

/** Added to the ABI that a probe ends with, so that it is told from every other exit. 40: no Landlock. */
export const PROBE_BASE = 40;
const LANDLOCK_CREATE_RULESET_VERSION = 1;

/** A program that says which Landlock ABI the kernel has, by its exit status: PROBE_BASE + ABI, or less where there is none. */
export function buildProbe(architecture: string = process.arch): Uint8Array {
  const assembly = new Assembly(encoderFor(architecture, ENCODERS));
  call(assembly, 'landlock_create_ruleset', [0, 0, LANDLOCK_CREATE_RULESET_VERSION]);
  assembly.add(assembly.encoder.exitWithResult(PROBE_BASE));
  return executable(assembly);
}

/** Added to the answer that a probe of core scheduling ends with: 60 it is there, 60 - 19 (ENODEV) no core has two threads, 60 - 22 (EINVAL) the kernel has none. */
export const CORE_PROBE_BASE = 60;

/** A program that asks for a core of its own, and says by its exit status what the kernel answered. */
export function buildCoreProbe(architecture: string = process.arch): Uint8Array {
  const assembly = new Assembly(encoderFor(architecture, ENCODERS));
  shareNoCore(assembly);
  assembly.add(assembly.encoder.exitWithResult(CORE_PROBE_BASE));
  return executable(assembly);
}
