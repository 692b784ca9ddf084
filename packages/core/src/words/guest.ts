import type { ProgramFile } from './session.ts';

/** Levels of isolation, weakest first: wasm only, launcher, launcher in namespaces, gVisor, micro-VM. */
export const LEVELS = ['L0', 'L1', 'L2', 'L3', 'L4'] as const;
export type Level = (typeof LEVELS)[number];

export type Profile = 'reader' | 'decoder' | 'runner' | 'runner-jit' | 'keras';

/** What really confines a guest: read by the parent from outside the process, never what was asked for. */
export interface Posture {
  readonly level: Level;
  readonly profile: Profile;
  readonly uid: number;
  readonly noNewPrivileges: boolean;
  /** `/proc/<pid>/status`: 2 is filter mode. */
  readonly seccomp: { readonly mode: number; readonly filters: number };
  /** Sum of all capability sets, as hexadecimal; `0` is none. */
  readonly capabilities: string;
  /** Namespaces that differ from the parent's. */
  readonly namespaces: readonly string[];
  /** Landlock ABI whose rules were applied; 0 is none. */
  readonly landlockAbi: number;
  /** No page may become executable (second stage of a jitless runner). */
  readonly writeXorExecute: boolean;
  /** The second stage holds: nothing can be opened any more. */
  readonly locked: boolean;
  readonly memoryBytes: number;
  /** Controllers (`memory`, `pids`, `cpu`, `io`) of the control group of its own that it is in; empty: it is in none. */
  readonly cgroup: readonly string[];
  /** Processors that it may run on, as `/proc/<pid>/status` lists them: `0-1,4`. */
  readonly cpus?: string;
  /** Protections that this kernel or host lacks, and what covers them. */
  readonly missing: readonly string[];
}

export interface GuestFiles {
  readonly files: readonly ProgramFile[];
}
