import { readFileSync } from 'node:fs';

let own: number | undefined;

/**
 * What V8 keeps for machine code from its first moment, in bytes: the V8 of Node 24 maps half a gigabyte writable and executable, which RLIMIT_DATA counts though
 * hardly a page of it is ever touched (v8/src/heap/code-range.cc). A guest with the JIT runs the node of this process, whose own maps tell how much that is.
 */
export const ownCodeRange = (): number => {
  own ??= codeRangeBytes(readFileSync('/proc/self/maps', 'latin1'));
  return own;
};

/** Private memory of a process that is writable and executable, in bytes, by its `/proc/PID/maps` (proc_pid_maps(5)). */
export function codeRangeBytes(maps: string): number {
  const ranges = [...maps.matchAll(/^([0-9a-f]+)-([0-9a-f]+) rwxp/gm)];
  return ranges.reduce((bytes, [, from = '', to = '']) => bytes + Number.parseInt(to, 16) - Number.parseInt(from, 16), 0);
}
