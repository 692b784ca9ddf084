import type { Digest } from '../words/artifact.ts';

/**
 * The text whose SHA-256 is the root digest of a model of several files: one line for each, in the order of their paths: digest, bytes, and the path as JSON text.
 * It binds the names, since which file is which decides what the model computes.
 */
export const rootText = (parts: readonly { readonly path: string; readonly bytes: number; readonly digest: Digest }[]): string =>
  [...parts]
    .sort((a, b) => byPath(a.path, b.path))
    .map(({ digest, bytes, path }) => `${digest} ${bytes} ${JSON.stringify(path)}\n`)
    .join('');

/** The order of UTF-8 bytes, which is that of code points, and not that of JavaScript: it puts U+FFFD behind U+1F600, whose first half is U+D83D. */
export function byPath(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const difference = rank(a.charCodeAt(at)) - rank(b.charCodeAt(at));
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** Halves of surrogate pairs stand for code points above all others. */
const rank = (unit: number): number => (unit >= 0xe000 ? unit - 0x800 : unit >= 0xd800 ? unit + 0x2000 : unit);
