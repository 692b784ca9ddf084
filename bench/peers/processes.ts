import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks of /proc are 1/100 s on every Linux that we run on (sysconf(_SC_CLK_TCK)). */
const TICK_MS = 10;

/** Everything that a process has started, and what that has started. */
export function descendants(pid: number): number[] {
  const parents = new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((name) => [Number(name), Number(statOf(Number(name))[1] ?? -1)] as const),
  );
  const below = (parent: number): number[] => [...parents].filter(([, own]) => own === parent).flatMap(([child]) => [child, ...below(child)]);
  return below(pid);
}

/** User and system time of processes together, in milliseconds. */
export const processorMs = (pids: readonly number[]): number =>
  pids.reduce((sum, pid) => sum + (Number(statOf(pid)[11] ?? 0) + Number(statOf(pid)[12] ?? 0)) * TICK_MS, 0);

/** Memory of processes in MB, what they share counted once (PSS). */
export const proportionalMB = (pids: readonly number[]): number =>
  pids.reduce((sum, pid) => sum + (Number(/^Pss:\s+(\d+)/m.exec(textOf(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0) * 1024) / 1e6, 0);

/** Fields of /proc/PID/stat behind the name, which may hold anything. */
const statOf = (pid: number): string[] => textOf(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ') ?? [];

function textOf(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return ''; // it ended meanwhile
  }
}
