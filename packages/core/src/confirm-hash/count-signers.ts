import type { Signing } from '../words/ports.ts';

/**
 * How many different signers there are: each name counts once, by a key (or identity) of its own, which counts once too. Two signatures by one key are one, also
 * under two names or two certificates; two keys under one root are one, where the policy knows them by one name.
 *
 * The largest matching of names and keys (H. W. Kuhn, 1955); both are few.
 */
export function countSigners(signings: readonly Signing[]): number {
  const byName = new Map<string, Set<string>>();
  for (const { by, who } of signings) byName.set(by, (byName.get(by) ?? new Set()).add(who));
  const holder = new Map<string, string>();
  return [...byName.keys()].filter((name) => claim(name, byName, holder, new Set())).length;
}

/** Finds a key for a name, and another for whoever had it. Not deeper than there are keys. */
function claim(name: string, byName: ReadonlyMap<string, ReadonlySet<string>>, holder: Map<string, string>, seen: Set<string>): boolean {
  for (const key of byName.get(name) ?? []) {
    if (seen.has(key)) continue;
    seen.add(key);
    const other = holder.get(key);
    if (other !== undefined && !claim(other, byName, holder, seen)) continue;
    holder.set(key, name);
    return true;
  }
  return false;
}
