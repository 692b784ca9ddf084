import { readFileSync } from 'node:fs';

let own: number | undefined;

/** Most that one isolate of V8 keeps (`kMaximalCodeRangeSize`, v8/src/common/globals.h). Each worker thread of this process has its own, and a guest has no threads. */
const ONE_ISOLATE = 512 * 2 ** 20;

/**
 * What V8 keeps for machine code from its first moment, in bytes: the V8 of Node 24 maps half a gigabyte writable and executable, which RLIMIT_DATA counts though
 * hardly a page of it is ever touched (v8/src/heap/code-range.cc). A guest with the JIT runs the node of this process, whose own maps tell how much that is.
 */
export const ownCodeRange = (): number => {
  own ??= codeRangeBytes(readFileSync('/proc/self/maps', 'latin1'));
  return own;
};

/** Private memory that one isolate of a process may write and execute, in bytes, by its `/proc/PID/maps` (proc_pid_maps(5)). */
export function codeRangeBytes(maps: string): number {
  const ranges = [...maps.matchAll(/^([0-9a-f]+)-([0-9a-f]+) rwxp/gm)];
  const all = ranges.reduce((bytes, [, from = '', to = '']) => bytes + Number.parseInt(to, 16) - Number.parseInt(from, 16), 0);
  return Math.min(all, ONE_ISOLATE);
}
