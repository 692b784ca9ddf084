import { readFileSync, readlinkSync } from 'node:fs';
import type { Level, Posture, Profile } from '@horngate/core/words';
import { inGroup } from './layers/cgroups/cgroups.ts';
import { lackingOf } from './layers/landlock/rules.ts';
import { NAMESPACES } from './layers/namespaces/bubblewrap.ts';

/** What the launcher was told to apply and no file of /proc shows: it ends the start when it cannot. */
export interface Applied {
  readonly profile: Profile;
  readonly landlockAbi: number;
  /** The control group that it was to enter. */
  readonly group?: { readonly name: string; readonly controllers: readonly string[] } | undefined;
  /** Why there is none. */
  readonly noGroup?: string;
}

interface Status {
  readonly uid: number;
  readonly noNewPrivileges: boolean;
  readonly mode: number;
  readonly filters: number;
  readonly capabilities: bigint;
  readonly bounding: bigint;
  readonly cpus: string;
}

/**
 * What confines the process, as the kernel tells its parent.
 *
 * @param pid - the guest itself, not the wrapper around it.
 * @param namespaces - those found at the start, for a locked guest, which hides its links even from its own user.
 */
export function readPosture(pid: number, applied: Applied, namespaces: readonly string[] = ownNamespaces(pid)): Posture {
  const status = readStatus(pid);
  // A parent in a container has filters of its own, which every child inherits: they count for nothing.
  const filters = status.filters - readStatus('self').filters;
  const memoryBytes = dataLimit(pid);
  const missing = [...lackingOf(applied.landlockAbi), ...lacking(status, filters, memoryBytes)];
  const cgroup = applied.group !== undefined && inGroup(pid, applied.group.name) ? applied.group.controllers : [];
  const posture = {
    profile: applied.profile,
    uid: status.uid,
    noNewPrivileges: status.noNewPrivileges,
    seccomp: { mode: status.mode, filters },
    capabilities: status.capabilities.toString(16),
    namespaces,
    landlockAbi: applied.landlockAbi,
    writeXorExecute: filters >= 2 && applied.profile === 'runner',
    locked: filters >= 2,
    memoryBytes: Number.isFinite(memoryBytes) ? memoryBytes : 0,
    cpus: status.cpus,
    cgroup,
  };
  const level: Level =
    lacking(status, filters, memoryBytes).length > 0 || applied.landlockAbi < 1 ? 'L0' : NAMESPACES.every((name) => namespaces.includes(name)) ? 'L2' : 'L1';
  const bounded = status.bounding === 0n ? [] : ['capability bounding set: kept from the parent; covered by no new privileges'];
  const wrapped = level === 'L1' ? ['namespaces: none of its own; files, sockets and signals are covered by Landlock and the system call filter'] : [];
  return { level, ...posture, missing: [...missing, ...bounded, ...wrapped, ...ungrouped(cgroup, applied)] };
}

/** Of a guest that was started at L0: nothing was laid on, so that nothing is measured; some hosts of it have no /proc. */
export function unconfinedPosture(profile: Profile): Posture {
  return {
    ...{ level: 'L0', profile, uid: process.getuid?.() ?? 0, noNewPrivileges: false, seccomp: { mode: 0, filters: 0 }, capabilities: 'unknown' },
    ...{ namespaces: [], landlockAbi: 0, writeXorExecute: false, locked: false, memoryBytes: 0, cpus: '', cgroup: [] },
    missing: ['all confinement: at L0 the guest can do whatever its user can; only the runner keeps to the memory of WebAssembly'],
  };
}

function ungrouped(cgroup: readonly string[], { group, noGroup = 'none was asked for' }: Applied): string[] {
  if (cgroup.length > 0) return [];
  return [
    `control group: ${group === undefined ? noGroup : 'not entered'}; memory is bounded by RLIMIT_DATA, processes by the filter, shares of processor and disk by nothing`,
  ];
}

/** What level L1 means, besides Landlock: without one of these it is not reached. */
function lacking(status: Status, filters: number, memoryBytes: number): string[] {
  return [
    status.noNewPrivileges ? '' : 'no new privileges: not set',
    status.mode === 2 && filters >= 1 ? '' : 'system call filter: not set',
    status.capabilities === 0n ? '' : 'capabilities: not dropped',
    status.uid === 0 ? 'user: root' : '',
    Number.isFinite(memoryBytes) ? '' : 'memory limit: not set',
  ].filter((line) => line !== '');
}

function readStatus(pid: number | 'self'): Status {
  const fields = new Map(
    readFileSync(`/proc/${pid}/status`, 'latin1')
      .split('\n')
      .map((line) => line.split(/:\s*/, 2) as [string, string]),
  );
  const sets = ['CapInh', 'CapPrm', 'CapEff', 'CapAmb'].map((name) => BigInt(`0x${fields.get(name) ?? 'f'}`));
  return {
    uid: Number.parseInt(fields.get('Uid') ?? '0', 10),
    noNewPrivileges: fields.get('NoNewPrivs') === '1',
    mode: Number(fields.get('Seccomp') ?? 0),
    filters: Number(fields.get('Seccomp_filters') ?? 0),
    capabilities: sets.reduce((all, set) => all | set, 0n),
    bounding: BigInt(`0x${fields.get('CapBnd') ?? 'f'}`),
    cpus: fields.get('Cpus_allowed_list') ?? '',
  };
}

/** RLIMIT_DATA in bytes; infinite where there is none. */
function dataLimit(pid: number): number {
  const line = /^Max data size\s+(\S+)/m.exec(readFileSync(`/proc/${pid}/limits`, 'latin1'));
  return line?.[1] === undefined || line[1] === 'unlimited' ? Number.POSITIVE_INFINITY : Number(line[1]);
}

/** Namespaces that are not the parent's. */
export function ownNamespaces(pid: number): string[] {
  return NAMESPACES.filter((name) => readlinkSync(`/proc/${pid}/ns/${name}`) !== readlinkSync(`/proc/self/ns/${name}`));
}

/** bubblewrap runs the guest as the child of its child, which is process 1 inside. */
export function guestInside(wrapper: number): number | null {
  const init = onlyChild(wrapper);
  return init === null ? null : onlyChild(init);
}

function onlyChild(pid: number): number | null {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').trim();
  return /^\d+$/.test(children) ? Number(children) : null;
}
