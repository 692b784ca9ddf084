import { matchOsv, namesOf, severityOf } from '@horngate/core/updates';
import type { Seen } from '../define-line.ts';
import type { Host } from '../host.ts';

/** Advisories that hold for what is installed under these names, each once. A version that cannot be compared is told as not read. */
export function* advised(host: Host, names: RegExp): Iterable<Seen> {
  const seen = new Set<string>();
  for (const one of host.facts.installed.filter(({ name }) => names.test(name)))
    for (const record of host.facts.advisories.advisories) {
      const match = matchOsv(record, one);
      const id = namesOf(record).find((name) => name.startsWith('CVE-')) ?? record.id;
      if (match?.status === 'unknown') host.untold(`${one.name} ${one.version}`, `${id} names it, and the versions cannot be compared`);
      if (match?.status !== 'affected' || seen.has(`${id} ${one.name}`)) continue;
      seen.add(`${id} ${one.name}`);
      const fixed = match.fixed.length > 0 ? `fixed in ${match.fixed.join(' or ')}` : 'no fix is known';
      yield { severity: severityOf(record), message: `${one.name} ${one.version}: ${record.summary ?? id} (${fixed})`, references: [id] };
    }
}
