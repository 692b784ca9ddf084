import { HorngateError } from '../words/error.ts';
import { knowledgeOf } from './knowledge.ts';
import { dictionary, list, readOsv, wrong } from './osv/read-osv.ts';
import type { OsvRecord } from './osv/record.ts';

/** All advisories that are known, and the day on which they were: one file, so that one signature covers it. */
export interface Snapshot {
  readonly version: 1;
  /** RFC 3339, UTC. */
  readonly asOf: string;
  readonly advisories: readonly OsvRecord[];
}

/** After so many days a snapshot says that it is old: Keras got an advisory a month in 2026. */
export const STALE_DAYS = 30;

/**
 * Reads a snapshot that somebody else wrote.
 *
 * @param value - parsed JSON.
 * @throws HG_INPUT_FORMAT, HG_LIMIT_ENTRIES, with the JSON pointer
 */
export function readSnapshot(value: unknown): Snapshot {
  const { version, asOf, advisories } = dictionary(value, '');
  if (version !== 1) throw wrong('/version', '1', version);
  if (typeof asOf !== 'string' || daysOf(asOf) === undefined) throw wrong('/asOf', 'a time of RFC 3339 in UTC', asOf);
  const read = list(advisories, '/advisories', readOsv);
  const seen = new Set<string>();
  for (const record of read) {
    knowledgeOf(record);
    if (seen.has(record.id)) throw new HorngateError('HG_INPUT_FORMAT', `Cannot read the snapshot as each id must stand once: found "${record.id}" twice`);
    seen.add(record.id);
  }
  return { version: 1, asOf, advisories: read };
}

/** The one way to write a snapshot, so that a digest or a signature of it can be repeated. */
export const writeSnapshot = (snapshot: Snapshot): string => `${JSON.stringify(snapshot, null, 1)}\n`;

/** Whole days from `asOf` to `now`, both RFC 3339; below 0 where the snapshot is of a later day than this clock. */
export const ageInDays = ({ asOf }: Snapshot, now: string): number => (daysOf(now) ?? 0) - (daysOf(asOf) ?? 0);

/** Days since 1 March of year 0, by the civil calendar; core has no clock. @returns undefined for what is no day. */
function daysOf(time: string): number | undefined {
  const [, year, month, day] = /^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?Z$/.exec(time)?.map(Number) ?? [];
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const [y, m] = month > 2 ? [year, month - 3] : [year - 1, month + 9];
  return 365 * y + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) + Math.floor((153 * m + 2) / 5) + day - 1;
}

/**
 * Records of trackers in place of ours, by id or alias; what this house knows (sources, triggers, why the engine is not affected) goes with them.
 * Records that nobody replaces stay: a tracker that has not heard of one does not take it away.
 */
export function refreshed(base: Snapshot, records: readonly OsvRecord[], asOf: string): Snapshot {
  const byName = new Map(base.advisories.flatMap((record) => namesOf(record).map((name) => [name, record] as const)));
  const replaced = new Set<OsvRecord>();
  const fresh = new Map<string, OsvRecord>();
  for (const record of records) {
    const own = namesOf(record)
      .map((name) => byName.get(name))
      .find((found) => found !== undefined);
    if (own !== undefined) replaced.add(own);
    fresh.set(record.id, keeping(record, own));
  }
  return { version: 1, asOf, advisories: [...base.advisories.filter((record) => !replaced.has(record)), ...fresh.values()] };
}

export const namesOf = ({ id, aliases = [] }: OsvRecord): readonly string[] => [id, ...aliases];

/** A tracker that speaks in our name is not heard: what this house knows comes from its own tables alone. */
function keeping({ database_specific, ...record }: OsvRecord, own: OsvRecord | undefined): OsvRecord {
  const { horngate: _, ...theirs } = database_specific ?? {};
  const { severity, horngate } = own?.database_specific ?? {};
  const aliases = [...new Set([...namesOf(record), ...(own === undefined ? [] : namesOf(own))])].filter((name) => name !== record.id);
  const said = { ...(severity !== undefined && { severity }), ...theirs, ...(horngate !== undefined && { horngate }) };
  return { ...record, ...(aliases.length > 0 && { aliases }), ...(Object.keys(said).length > 0 && { database_specific: said }) };
}
