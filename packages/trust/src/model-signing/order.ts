import { WHOLE } from './names.ts';

/** What stands in a row of a manifest: a file, or a shard of one. */
export interface Placed {
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

const partsOf = (path: string): Buffer[] => (path === WHOLE ? [] : path.split('/').map((part) => Buffer.from(part)));

/**
 * The order in which model-signing lists resources and hashes them into the root: by components of the path, as Python's `PurePath` compares, by code points.
 * So `a/x` comes before `a-b/x`, and U+FFFD before U+1F600; JavaScript's own order has both the other way round. UTF-8 bytes are ordered as code points are.
 */
export function comparePaths(a: string, b: string): number {
  const [left, right] = [partsOf(a), partsOf(b)];
  for (const [index, part] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    const order = Buffer.compare(part, other);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

export const comparePlaces = (a: Placed, b: Placed): number => comparePaths(a.path, b.path) || a.start - b.start || a.end - b.end;
