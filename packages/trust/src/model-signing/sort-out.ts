import type { Difference, ListedFiles } from './difference.ts';

/** Names that are there beside names that are signed, before anything is read. */
export function sortOut(paths: readonly string[], listed: ListedFiles): Record<'missing' | 'unlisted', Difference[]> & { readonly known: string[] } {
  const there = new Set(paths);
  return {
    known: paths.filter((path) => listed.has(path)),
    missing: [...listed.keys()].filter((path) => !there.has(path)).map((path) => ({ path, kind: 'missing' })),
    unlisted: paths.filter((path) => !listed.has(path)).map((path) => ({ path, kind: 'unlisted' })),
  };
}
