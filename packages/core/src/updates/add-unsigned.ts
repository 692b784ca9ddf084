import type { OsvRecord } from './osv/record.ts';
import { namesOf, type Snapshot } from './snapshot.ts';

/** What stands as the source of such a record, where others name a tracker's words. */
export const UNSIGNED = 'signed by nobody';

/**
 * A snapshot with records that nobody signed. They may add, and take nothing away: where one names what is known, both stand, so that no affected range, severity or
 * answer of ours is lost, and the snapshot is no newer for it. What they say in our name is not heard.
 *
 * @param source - how the records' origin is named in each answer that rests on them.
 */
export function addUnsigned(base: Snapshot, records: readonly OsvRecord[], source: string): Snapshot {
  const ids = new Set(base.advisories.map(({ id }) => id));
  const known = new Map(base.advisories.flatMap((record) => namesOf(record).map((name) => [name, record] as const)));
  const advisories = records.map((record) =>
    marked(
      record,
      ids,
      namesOf(record)
        .map((name) => known.get(name))
        .find((found) => found !== undefined),
      source,
    ),
  );
  return { ...base, advisories: [...base.advisories, ...advisories] };
}

/** The answers of one advisory are joined by its CVE: a record that says less than ours of what triggers it, or of the engine, borrows ours. */
function marked({ withdrawn: _, ...record }: OsvRecord, ids: ReadonlySet<string>, own: OsvRecord | undefined, source: string): OsvRecord {
  const { horngate: __, ...theirs } = record.database_specific ?? {};
  const { severity, horngate } = own?.database_specific ?? {};
  const ours = typeof horngate === 'object' && horngate !== null ? horngate : {};
  const aliases = [...new Set([...(record.aliases ?? []), ...(own === undefined ? [] : namesOf(own))])].filter((name) => name !== record.id);
  return {
    ...record,
    ...(ids.has(record.id) ? { id: `x_unsigned-${record.id}`.slice(0, 128) } : {}),
    ...(aliases.length > 0 || ids.has(record.id) ? { aliases: ids.has(record.id) ? [...aliases, record.id] : aliases } : {}),
    database_specific: { ...theirs, ...(severity !== undefined && { severity }), horngate: { ...ours, sources: [{ by: source, says: UNSIGNED }] } },
  };
}
