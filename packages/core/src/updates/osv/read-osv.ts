import { HorngateError } from '../../words/error.ts';
import { EVENTS, type OsvAffected, type OsvEvent, type OsvRange, type OsvRecord } from './record.ts';

/** An advisory names hundreds of versions at most; the bound keeps a hostile one from costing more than it is worth. */
const MAX_LIST = 10_000;
const MAX_TEXT = 100_000;

/**
 * An advisory that somebody else wrote, field by field: what we do not read is left out, what we read has its type.
 *
 * @param value - parsed JSON.
 * @throws HG_INPUT_FORMAT with the JSON pointer of the field
 */
export function readOsv(value: unknown, pointer = ''): OsvRecord {
  const record = dictionary(value, pointer);
  const at = (field: string): string => `${pointer}/${field}`;
  const optional = <T>(field: string, read: (part: unknown, where: string) => T): object => {
    const part = record[field];
    return part === undefined || part === null ? {} : { [field]: read(part, at(field)) };
  };
  return {
    ...optional('schema_version', text),
    id: identifier(record['id'], at('id')),
    modified: time(record['modified'], at('modified')),
    ...optional('published', time),
    ...optional('withdrawn', time),
    ...optional('aliases', (part, where) => list(part, where, identifier)),
    ...optional('related', (part, where) => list(part, where, identifier)),
    ...optional('summary', text),
    ...optional('details', text),
    ...optional('severity', (part, where) => list(part, where, rating)),
    ...optional('affected', (part, where) => list(part, where, affected)),
    ...optional('references', (part, where) => list(part, where, reference)),
    ...optional('database_specific', dictionary),
  };
}

function affected(value: unknown, pointer: string): OsvAffected {
  const { package: about, ranges, versions } = dictionary(value, pointer);
  return {
    ...(about !== undefined && { package: packageOf(about, `${pointer}/package`) }),
    ...(ranges !== undefined && ranges !== null && { ranges: list(ranges, `${pointer}/ranges`, rangeOf) }),
    ...(versions !== undefined && versions !== null && { versions: list(versions, `${pointer}/versions`, text) }),
  };
}

function packageOf(value: unknown, pointer: string): NonNullable<OsvAffected['package']> {
  const { ecosystem, name, purl } = dictionary(value, pointer);
  const read = { ecosystem: text(ecosystem, `${pointer}/ecosystem`), name: text(name, `${pointer}/name`) };
  return purl === undefined ? read : { ...read, purl: text(purl, `${pointer}/purl`) };
}

function rangeOf(value: unknown, pointer: string): OsvRange {
  const { type, events } = dictionary(value, pointer);
  if (type !== 'SEMVER' && type !== 'ECOSYSTEM' && type !== 'GIT') throw wrong(`${pointer}/type`, 'SEMVER, ECOSYSTEM or GIT', type);
  return { type, events: list(events, `${pointer}/events`, eventOf) };
}

/** More than one in an object has no order among them: the format forbids it. */
function eventOf(value: unknown, pointer: string): OsvEvent {
  const event = dictionary(value, pointer);
  const [kind, ...others] = EVENTS.filter((name) => Object.hasOwn(event, name));
  if (kind === undefined || others.length > 0) throw wrong(pointer, 'one of introduced, fixed, last_affected and limit', value);
  return { [kind]: text(event[kind], `${pointer}/${kind}`) } as unknown as OsvEvent;
}

function rating(value: unknown, pointer: string): { type: string; score: string } {
  const { type, score } = dictionary(value, pointer);
  return { type: text(type, `${pointer}/type`), score: text(score, `${pointer}/score`) };
}

function reference(value: unknown, pointer: string): { type: string; url: string } {
  const { type, url } = dictionary(value, pointer);
  return { type: text(type, `${pointer}/type`), url: text(url, `${pointer}/url`) };
}

export function dictionary(value: unknown, pointer: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong(pointer, 'an object', value);
  return value as Readonly<Record<string, unknown>>;
}

export function list<T>(value: unknown, pointer: string, read: (part: unknown, where: string) => T): readonly T[] {
  if (!Array.isArray(value)) throw wrong(pointer, 'a list', value);
  if (value.length > MAX_LIST)
    throw new HorngateError('HG_LIMIT_ENTRIES', `Cannot read a list of ${value.length} entries as it must be at most ${MAX_LIST}`, { where: { pointer } });
  return value.map((part, index) => read(part, `${pointer}/${index}`));
}

export function text(value: unknown, pointer: string): string {
  if (typeof value !== 'string' || value.length > MAX_TEXT) throw wrong(pointer, `a text of at most ${MAX_TEXT} characters`, value);
  return value;
}

/** Ids go into file names, links and documents of others: nothing in them may act there. */
function identifier(value: unknown, pointer: string): string {
  if (typeof value !== 'string' || !/^[A-Za-z0-9_][A-Za-z0-9_.:-]{0,127}$/.test(value))
    throw wrong(pointer, 'an id of letters, digits, "-", "_", "." and ":"', value);
  return value;
}

const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?Z$/;

function time(value: unknown, pointer: string): string {
  if (typeof value !== 'string' || !TIME.test(value)) throw wrong(pointer, 'a time of RFC 3339 in UTC', value);
  return value;
}

export function wrong(pointer: string, wanted: string, found: unknown): HorngateError {
  const shown = typeof found === 'object' && found !== null ? (Array.isArray(found) ? 'a list' : 'an object') : JSON.stringify(found)?.slice(0, 80);
  return new HorngateError('HG_INPUT_FORMAT', `Cannot read the advisory as "${pointer}" must be ${wanted}: found ${shown}`, { where: { pointer } });
}
