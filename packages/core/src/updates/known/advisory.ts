import type { EngineAnswer, Source, Trigger } from '../knowledge.ts';
import type { OsvAffected, OsvEvent, OsvRecord } from '../osv/record.ts';

/** A stretch of affected versions: from (`0`: the first), to the fix, `through` the last affected one, or without an end. */
export type Stretch =
  | readonly [introduced: string]
  | readonly [introduced: string, fixed: string]
  | readonly [introduced: string, through: 'through', last: string];

/** One advisory as a row. Where trackers differ, `affected` is the widest of what they say, and `sources` keeps what each says. */
export interface Row {
  readonly id: string;
  readonly aliases?: readonly string[];
  readonly related?: readonly string[];
  readonly published?: string;
  readonly severity: 'low' | 'medium' | 'high' | 'critical';
  readonly summary: string;
  readonly affected: readonly { readonly ecosystem: 'PyPI' | 'npm' | 'Bitnami' | 'crates.io'; readonly name: string; readonly versions: readonly Stretch[] }[];
  readonly sources: readonly Source[];
  readonly triggers?: readonly Trigger[];
  readonly engine?: EngineAnswer;
}

/** The day on which these tables were last compared with the trackers. */
export const AS_OF = '2026-11-24T00:00:00Z';

/** The row as a record of OSV; what the format has no field for stands in `database_specific`. */
export function advisory({ id, aliases, related, published, severity, summary, affected, sources, triggers, engine }: Row): OsvRecord {
  return {
    schema_version: '1.7.3',
    id,
    modified: AS_OF,
    ...(published !== undefined && { published }),
    ...(aliases !== undefined && { aliases }),
    ...(related !== undefined && { related }),
    summary,
    affected: affected.map(affectedOf),
    references: referencesOf([id, ...(aliases ?? [])]),
    database_specific: { severity: severity.toUpperCase(), horngate: { sources, ...(triggers && { triggers }), ...(engine && { engine }) } },
  };
}

const affectedOf = ({ ecosystem, name, versions }: Row['affected'][number]): OsvAffected => ({
  package: { ecosystem, name },
  ranges: [{ type: ecosystem === 'PyPI' ? 'ECOSYSTEM' : 'SEMVER', events: versions.flatMap(eventsOf) }],
});

function eventsOf([introduced, end, last]: Stretch): readonly OsvEvent[] {
  if (end === undefined) return [{ introduced }];
  return [{ introduced }, last === undefined ? { fixed: end } : { last_affected: last }];
}

const PAGES: readonly (readonly [prefix: RegExp, page: string])[] = [
  [/^CVE-/, 'https://nvd.nist.gov/vuln/detail/'],
  [/^GHSA-/, 'https://github.com/advisories/'],
  [/^PYSEC-/, 'https://osv.dev/vulnerability/'],
];

const referencesOf = (ids: readonly string[]) =>
  ids.flatMap((id) => PAGES.filter(([prefix]) => prefix.test(id)).map(([, page]) => ({ type: 'ADVISORY', url: `${page}${id}` })));

/** Python packages with the same stretches. */
export const pypi = (names: string | readonly string[], ...versions: readonly Stretch[]): Row['affected'] =>
  [names].flat().map((name) => ({ ecosystem: 'PyPI' as const, name, versions }));
