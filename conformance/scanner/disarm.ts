import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { HorngateError } from '@horngate/core/words';
import { artifactFiles, artifactPath, type Case, cases } from '../keras/vectors.ts';
import { rebuild } from './disarm-in-process.ts';
import { hostileFiles, removable } from './removable.ts';

const HERE = import.meta.dirname;

/** One rebuilt model, as `disarm.py` reads it. */
interface Row {
  readonly family: string;
  readonly name: string;
  readonly rebuilt: string;
  readonly original: string | null;
  /** Real Keras on the original, when the vectors were made; null: real Keras on `original` today. */
  readonly vectors: string | null;
  readonly tolerance: string;
  readonly inputs: readonly { readonly name: string; readonly dtype: string }[];
  readonly outputs: readonly string[];
  readonly dictionary: boolean;
  /** Whether real Keras must load it, be the original such that it does not. */
  readonly must: boolean;
}

/**
 * `npm run disarm:all [PART OF A NAME OR FAMILY…]`: every conformance model, and every hostile file that is marked removable, is rebuilt; a second time gives the
 * same bytes; a scan of what came out is silent; and real Keras (`HORNGATE_ORACLE`) loads it and predicts the same numbers.
 */
function main(parts: readonly string[]): number {
  const folder = mkdtempSync(join(tmpdir(), 'horngate-disarm-'));
  const wanted = ({ name, family }: Pick<Row, 'name' | 'family'>): boolean =>
    parts.length === 0 || parts.some((part) => name.includes(part) || family === part);
  try {
    const models = cases().filter(wanted);
    const rows = models.flatMap((one) => rowOf(folder, one) ?? []);
    const hostile = removable()
      .filter(wanted)
      .flatMap((one) => removableRow(folder, one) ?? []);
    console.log(`${rows.length} of ${models.length} models and ${hostile.length} hostile files rebuilt`);
    writeFileSync(join(folder, 'list.json'), JSON.stringify([...rows, ...hostile]));
    const wrongHostile = wanted({ name: '', family: 'hostile' }) ? refusedHostile() : 0;
    const oracle = process.env['HORNGATE_ORACLE'] ?? resolve(HERE, '../../.venv/oracle/bin/python');
    if (!existsSync(oracle)) throw new Error('HORNGATE_ORACLE names no Python with Keras 3.15.1');
    // -P: nothing that lies beside the script is imported.
    const { status } = spawnSync(oracle, ['-P', resolve(HERE, 'disarm.py'), folder], { stdio: 'inherit' });
    return status === 0 && loud === 0 && wrongHostile === 0 ? 0 : 1;
  } finally {
    if (process.env['HORNGATE_KEEP'] === undefined) rmSync(folder, { recursive: true, force: true });
    else console.log(folder);
  }
}

let loud = 0;

/** Writes a rebuilt model; undefined, and a line, for one that is refused. */
function put(folder: string, family: string, name: string, files: Parameters<typeof rebuild>[0]): string | undefined {
  try {
    const { file, findings, unread } = rebuild(files);
    if (findings.length > 0 || unread.length > 0 || !isDeepStrictEqual(file, rebuild(files).file)) {
      loud++;
      console.log(`loud     ${family} ${name} ${JSON.stringify([findings, unread])}`);
    }
    mkdirSync(join(folder, family), { recursive: true });
    const path = join(folder, family, `${name}.keras`);
    writeFileSync(path, file);
    return path;
  } catch (error) {
    if (!(error instanceof HorngateError) || error.code === 'HG_INTERNAL') throw error;
    console.log(`refused  ${family} ${name} ${error.code}: ${error.message}`);
    return undefined;
  }
}

function rowOf(folder: string, one: Case): Row | undefined {
  const rebuilt = put(folder, one.family, one.name, artifactFiles(one));
  if (rebuilt === undefined) return undefined;
  const path = artifactPath(one);
  const original = one.files === undefined ? (existsSync(path) ? path : `${path}.gz`) : null;
  const { family, name, tolerance, inputs, outputs } = one;
  const { dictionary } = one as Case & { readonly dictionary?: boolean };
  const vectors = resolve(HERE, `../keras/cases/${family}/${name}.npz`);
  return {
    family,
    name,
    rebuilt,
    original,
    vectors,
    tolerance,
    inputs,
    outputs,
    dictionary: dictionary === true,
    must: original === null || family !== 'tf-keras',
  };
}

function removableRow(folder: string, { family, name, path, base }: ReturnType<typeof removable>[number]): Row | undefined {
  const rebuilt = put(folder, family, name, [{ path: `${name}.keras`, bytes: readFileSync(path) }]);
  if (rebuilt === undefined) loud++;
  return rebuilt === undefined
    ? undefined
    : { family, name, rebuilt, original: base, vectors: null, tolerance: 'plain', inputs: [], outputs: [], dictionary: false, must: true };
}

/** Hostile files that are not removable must be refused, each with a code that is about the file. */
function refusedHostile(): number {
  const names = new Set(removable().map(({ path }) => path));
  const wrong = hostileFiles().filter((path) => !names.has(path) && !isRefused(path));
  for (const path of wrong) console.log(`rebuilt, and should not be: ${path}`);
  return wrong.length;
}

function isRefused(path: string): boolean {
  try {
    rebuild([{ path: 'model.keras', bytes: readFileSync(path) }]);
    return false;
  } catch (error) {
    return error instanceof HorngateError && /^HG_(ARTIFACT|LIMIT|UNSUPPORTED)_/.test(error.code);
  }
}

process.exitCode = main(process.argv.slice(2));
