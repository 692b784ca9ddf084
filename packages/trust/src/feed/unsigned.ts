import { createHash } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readJson } from '@horngate/core/artifact';
import { type OsvRecord, readOsv, type UnsignedOrigin } from '@horngate/core/updates';
import { HorngateError } from '@horngate/core/words';
import { ownFolder } from '../download/quarantine.ts';
import { advisoriesFolder, replace } from './feed-store.ts';
import { MAX_TARGET } from './fetcher.ts';
import { readUpTo } from './read-up-to.ts';
import { nowText } from './refresh-feed.ts';

const LIMITS = { maxBytes: 2 ** 20, maxDepth: 32, maxContainers: 100_000 };
const MAX_RECORDS = 10_000;

/** Records that nobody signed, as they are kept: apart from every feed. */
export interface Unsigned {
  readonly origin: UnsignedOrigin;
  readonly records: readonly OsvRecord[];
}

const fileIn = (home: string): string => join(advisoriesFolder(home), 'unsigned.json');

/**
 * Takes a folder of OSV in JSON, a file a record, as the operator's own addition, in place of an earlier one. Nothing vouches for it: it is said with each answer.
 *
 * @throws HG_NOT_FOUND, HG_INPUT_FORMAT, HG_LIMIT_*, HG_UNAVAILABLE_SOURCE, HG_UNAVAILABLE_STORE
 */
export function takeUnsigned(folder: string, home: string): Unsigned {
  const names = namesIn(folder);
  const records = names.map((name) => recordAt(join(folder, name)));
  const sha256 = createHash('sha256').update(JSON.stringify(records)).digest('hex');
  const taken: Unsigned = { origin: { source: folder, at: nowText(), sha256, records: records.length }, records };
  ownFolder(advisoriesFolder(home));
  replace(fileIn(home), JSON.stringify(taken));
  return taken;
}

export const dropUnsigned = (home: string): void => rmSync(fileIn(home), { force: true });

/** @returns undefined where the operator added none. @throws HG_UNAVAILABLE_STORE */
export function readUnsigned(home: string): Unsigned | undefined {
  try {
    return JSON.parse(Buffer.from(readUpTo(fileIn(home), 4 * MAX_TARGET)).toString('utf8')) as Unsigned;
  } catch (error) {
    if (error instanceof HorngateError && error.code === 'HG_NOT_FOUND') return undefined;
    throw new HorngateError('HG_UNAVAILABLE_STORE', `Cannot read "${fileIn(home)}" as it must be what was kept there`, { cause: error });
  }
}

function namesIn(folder: string): readonly string[] {
  const names = list(folder).filter((name) => name.endsWith('.json'));
  if (names.length === 0) throw new HorngateError('HG_NOT_FOUND', `Cannot add the records of "${folder}" as it must hold files of OSV (*.json): it holds none`);
  if (names.length > MAX_RECORDS)
    throw new HorngateError(
      'HG_LIMIT_ENTRIES',
      `Cannot add the records of "${folder}" as it must hold at most ${MAX_RECORDS} records: it holds ${names.length}`,
    );
  return names.sort();
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    throw new HorngateError('HG_NOT_FOUND', `Cannot add the records of "${folder}" as it must be a folder: ${(error as NodeJS.ErrnoException).code}`);
  }
}

function recordAt(path: string): OsvRecord {
  const bytes = readUpTo(path, LIMITS.maxBytes);
  try {
    const { value, notes } = readJson(bytes, LIMITS);
    if (notes.length === 0) return readOsv(value);
    throw new HorngateError('HG_INPUT_FORMAT', `every reader must see the same in it: it has ${notes[0]?.kind}`);
  } catch (error) {
    if (!(error instanceof HorngateError)) throw error;
    const code = error.code.startsWith('HG_LIMIT') ? error.code : 'HG_INPUT_FORMAT';
    throw new HorngateError(code, `Cannot add "${path}": ${error.message}`, { where: error.where });
  }
}
