import { knowledgeOf, type Source } from '../knowledge.ts';
import { nameIn } from '../order.ts';
import { type Match, matchOsv } from '../osv/match.ts';
import type { Installed, OsvRecord } from '../osv/record.ts';
import type { Snapshot } from '../snapshot.ts';
import { type Named, named } from './known.ts';

/** Where something is installed: what was asked for, what was read of it, and what could not be read. */
export interface Environment {
  /** `keras==3.11.0`, or the path of a folder or file. */
  readonly spec: string;
  readonly packages: readonly Installed[];
  readonly unread: readonly { readonly where: string; readonly why: string }[];
}

export interface PackageMatch extends Named {
  readonly package: Installed;
  /** `unknown`: the versions could not be compared. */
  readonly status: 'affected' | 'unknown';
  /** Versions that mend it, one for each line that still gets fixes. */
  readonly fixed: readonly string[];
  /** Where trackers differ: what each says. */
  readonly sources: readonly Source[];
}

export interface PackagesAnswer {
  readonly spec: string;
  /** How many packages were asked of, how many advisories speak of one of them. */
  readonly asked: number;
  readonly matches: readonly PackageMatch[];
  /** Advisories that name a package which is installed here in a version that is not affected. */
  readonly unaffected: readonly { readonly about: Named; readonly package: Installed }[];
  readonly unread: Environment['unread'];
}

/** What is installed, against all advisories. */
export function packagesAnswers(environments: readonly Environment[], snapshot: Snapshot): readonly PackagesAnswer[] {
  const about = byPackage(snapshot);
  return environments.map((environment) => packagesAnswer(environment, about));
}

function packagesAnswer({ spec, packages, unread }: Environment, about: ReadonlyMap<string, readonly OsvRecord[]>): PackagesAnswer {
  const matches = new Map<string, PackageMatch>();
  const unaffected = new Map<string, PackagesAnswer['unaffected'][number]>();
  for (const one of packages)
    for (const record of about.get(keyOf(one)) ?? []) {
      const match = matchOsv(record, one);
      if (match === undefined) continue;
      const advisory = named(record);
      const key = JSON.stringify([advisory.id, one]);
      if (match.status === 'unaffected') unaffected.set(key, { about: advisory, package: one });
      else matches.set(key, joined(matches.get(key), { ...advisory, package: one, ...said(match), sources: knowledgeOf(record).sources }));
    }
  const clear = [...unaffected].filter(([key]) => !matches.has(key)).map(([, answer]) => answer);
  return { spec, asked: packages.length, matches: [...matches.values()], unaffected: clear, unread };
}

/** A database has tens of thousands of advisories, an environment hundreds of packages: each is asked of its own alone. */
function byPackage({ advisories }: Snapshot): ReadonlyMap<string, readonly OsvRecord[]> {
  const records = new Map<string, OsvRecord[]>();
  for (const record of advisories)
    for (const key of new Set((record.affected ?? []).flatMap(({ package: about }) => (about === undefined ? [] : [keyOf(about)])))) {
      const others = records.get(key);
      if (others === undefined) records.set(key, [record]);
      else others.push(record);
    }
  return records;
}

/** Of an ecosystem with releases (`Debian:12`), the part before the colon. */
const keyOf = ({ ecosystem, name }: { readonly ecosystem: string; readonly name: string }): string => {
  const major = ecosystem.split(':', 1)[0] as string;
  return JSON.stringify([major, nameIn(major, name)]);
};

const said = (match: Exclude<Match, { status: 'unaffected' }> | Match): Pick<PackageMatch, 'status' | 'fixed'> =>
  match.status === 'affected' ? match : { status: 'unknown', fixed: [] };

/** Two records of one fault: the worse answer, the fixes and sources of both. */
function joined(before: PackageMatch | undefined, match: PackageMatch): PackageMatch {
  if (before === undefined) return match;
  const status = before.status === 'affected' || match.status === 'affected' ? 'affected' : 'unknown';
  return { ...before, status, fixed: [...new Set([...before.fixed, ...match.fixed])], sources: [...before.sources, ...match.sources] };
}
