import { isJsonObject, type Json, type JsonObject, readJson } from '@horngate/core/artifact';
import { HorngateError } from '@horngate/core/words';

const LIMITS = { maxBytes: 8 * 2 ** 20, maxDepth: 16, maxContainers: 100_000 };
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;

/**
 * A file of metadata before the reader of TUF gets it. That one takes a date which is none for a date which never comes, counts one key under two names as
 * two, and has no bound for nesting: what is signed must mean one thing to every reader.
 *
 * @throws HG_REFUSED_FEED, HG_LIMIT_*
 */
export function readMetadata(bytes: Uint8Array, name: string): JsonObject {
  const { signed } = objectOf(parsed(bytes, name), name);
  const said = objectOf(signed, name);
  const { version, expires } = said;
  if (!Number.isSafeInteger(version) || Number(version) < 1) throw refused(name, 'have a whole version from 1 on');
  if (typeof expires !== 'string' || !TIME.test(expires) || Number.isNaN(Date.parse(expires))) throw refused(name, 'say until when it holds, in UTC');
  if (said['_type'] === 'root') expectDistinctKeys(said, name);
  return said;
}

/** @throws HG_LIMIT_*, HG_REFUSED_FEED */
function parsed(bytes: Uint8Array, name: string): Json {
  const { value, notes } = readable(bytes, name);
  if (notes.length > 0) throw refused(name, `be the same for every reader: it has ${notes[0]?.kind}`);
  return value;
}

function readable(bytes: Uint8Array, name: string): ReturnType<typeof readJson> {
  try {
    return readJson(bytes, LIMITS);
  } catch (error) {
    if (error instanceof HorngateError && error.code === 'HG_ARTIFACT_JSON') throw refused(name, 'be JSON');
    throw error;
  }
}

/** A threshold of two is of two keys: nothing in the format keeps one public key from standing under two ids. */
function expectDistinctKeys({ keys, roles }: JsonObject, name: string): void {
  const known = objectOf(keys, name);
  for (const role of Object.values(objectOf(roles, name))) {
    const { keyids } = objectOf(role, name);
    const ids = Array.isArray(keyids) ? keyids : [];
    const values = ids.map((id) => JSON.stringify(objectOf(objectOf(known[String(id)], name)['keyval'], name)['public']));
    if (new Set(values).size < values.length) throw refused(name, 'name each key of a role once');
  }
}

function objectOf(value: Json | undefined, name: string): JsonObject {
  if (isJsonObject(value)) return value;
  throw refused(name, 'have the form of metadata of TUF');
}

export const refused = (name: string, wanted: string): HorngateError =>
  new HorngateError('HG_REFUSED_FEED', `Cannot use "${name}" of the feed as it must ${wanted}`);
