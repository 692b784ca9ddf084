import type { AdvisoryReport } from '../../updates/check-advisories.ts';
import { BUNDLED_ORIGIN } from '../../updates/origin.ts';
import type { OsvRecord } from '../../updates/osv/record.ts';
import { namesOf, type Snapshot } from '../../updates/snapshot.ts';
import type { AdvisoryRenderOptions } from './options.ts';

/**
 * The records that hold, in the form in which osv-scanner writes them (`results[].packages[].vulnerabilities[]`), each a whole record of OSV.
 * A file stands as a package whose version is its digest; the engine, which is not affected, has no place in this form.
 */
export function renderAdvisoriesOsv({ files, runtimes, installation }: AdvisoryReport, { snapshot, origin = BUNDLED_ORIGIN }: AdvisoryRenderOptions): string {
  const records = byName(snapshot);
  const ofFiles = files.map(({ path, subject, triggers }) => ({
    source: { path, type: 'artifact' },
    packages: packagesOf([{ package: { name: path, version: subject, ecosystem: '' }, ids: triggers.map(({ id }) => id) }], records),
  }));
  const ofPackages = [...runtimes, installation].map(({ spec, matches }) => ({
    source: { path: spec, type: 'lockfile' },
    packages: packagesOf(grouped(matches), records),
  }));
  const results = [...ofFiles, ...ofPackages].filter(({ packages }) => packages.length > 0);
  return `${JSON.stringify({ results, horngate: { asOf: snapshot.asOf, ...origin } }, null, 2)}\n`;
}

interface Named {
  readonly package: { readonly name: string; readonly version: string; readonly ecosystem: string };
  readonly ids: readonly string[];
}

const packagesOf = (named: readonly Named[], records: ReadonlyMap<string, readonly OsvRecord[]>) =>
  named
    .filter(({ ids }) => ids.length > 0)
    .map(({ package: about, ids }) => {
      const vulnerabilities = ids.flatMap((id) => records.get(id) ?? []);
      return { package: about, vulnerabilities, groups: ids.map((id) => ({ ids: (records.get(id) ?? []).map((record) => record.id) })) };
    });

function grouped(matches: AdvisoryReport['installation']['matches']): readonly Named[] {
  const groups = new Map<string, { package: Named['package']; ids: string[] }>();
  for (const {
    package: { name, version, ecosystem },
    id,
  } of matches) {
    const key = JSON.stringify([ecosystem, name, version]);
    const group = groups.get(key) ?? { package: { name, version, ecosystem }, ids: [] };
    group.ids.push(id);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function byName({ advisories }: Snapshot): ReadonlyMap<string, readonly OsvRecord[]> {
  const records = new Map<string, OsvRecord[]>();
  for (const record of advisories) for (const name of namesOf(record)) records.set(name, [...(records.get(name) ?? []), record]);
  return records;
}
