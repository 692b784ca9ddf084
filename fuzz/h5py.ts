/**
 * Changes HDF5 files, with their checksums made right again, and asks h5py what it sees in those that we read without a complaint. A difference is a failure: we
 * would compute with other numbers than Keras. That h5py refuses what we read is counted, and listed with its reason.
 *
 *     HORNGATE_ORACLE=python-with-h5py node --import tsx --conditions=source fuzz/h5py.ts --count 2000 --seed 1
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { bytesSource, openHdf5, pureInflate, walkHdf5 } from '@horngate/core/artifact';
import { DEFAULT_LIMITS, HorngateError } from '@horngate/core/words';
import { viewOf } from '../packages/core/src/artifact/hdf5/view.testing.ts';
import { mutateHdf5 } from './mutate.ts';
import { SeededRandom } from './random.ts';
import { readSeeds } from './seeds.ts';

const { values } = parseArgs({ options: { count: { type: 'string', default: '2000' }, seed: { type: 'string', default: '1' } } });
const ORACLE = process.env['HORNGATE_ORACLE'] ?? '';
const SCRIPT = new URL('../tools/oracle/hdf5_fixtures.py', import.meta.url).pathname;
const BATCH = 40;
const { hdf5, newer } = readSeeds();
const seeds = [...hdf5, ...newer, ...newer];

/** What we see, or undefined when we refuse the file or name anything in it. */
function ours(bytes: Uint8Array): Record<string, unknown> | undefined {
  try {
    const file = openHdf5(bytesSource(bytes), { ...DEFAULT_LIMITS, maxTensorBytes: 1 << 24 }, pureInflate);
    for (const visit of walkHdf5(file)) if (visit.kind === 'anomaly') return undefined;
    return viewOf(file);
  } catch (error) {
    if (error instanceof HorngateError && error.code !== 'HG_INTERNAL') return undefined;
    throw error;
  }
}

interface Case {
  readonly path: string;
  readonly found: Record<string, unknown>;
}

const folder = mkdtempSync(join(tmpdir(), 'horngate-h5py-'));
const tally = { cases: 0, read: 0, same: 0, different: 0, refused: 0, crashed: 0 };
const reasons = new Map<string, number>();

function compare(cases: readonly Case[]): void {
  spawnSync(ORACLE, [SCRIPT, '--views', ...cases.map(({ path }) => path)], { encoding: 'utf8', timeout: 300_000 });
  for (const { path, found } of cases) {
    const answer = answerOf(`${path}.json`);
    if (answer === undefined) tally.crashed++;
    else if (answer.objects === undefined) {
      tally.refused++;
      const why = (answer.error ?? '').replace(/\d+/g, 'N').slice(0, 120);
      reasons.set(why, (reasons.get(why) ?? 0) + 1);
    } else if (isSame(found, answer.objects)) tally.same++;
    else {
      tally.different++;
      process.stderr.write(`${path}\n`);
      continue;
    }
    rmSync(path);
  }
}

type Data = Record<string, unknown>;

/** Whether both see the same, but for values of types that we do not read: there we say so, and hold no number. */
function isSame(found: Data, theirs: unknown): boolean {
  const [a, b] = [JSON.parse(JSON.stringify(found)), theirs] as [Data, Data];
  for (const [path, object] of Object.entries(a) as [string, Data][]) {
    const other = (b[path] ?? {}) as Data;
    if (object['kind'] === 'dataset' && object['dtype'] === undefined)
      for (const one of [object, other]) for (const name of ['dtype', 'value']) delete one[name];
    const [mine, their] = [object['attributes'], other['attributes'] ?? {}] as [Data, Data];
    for (const [name, value] of Object.entries(mine) as [string, Data][])
      if ('hex' in value && value['dtype'] === undefined) for (const one of [mine, their]) one[name] = null;
  }
  return isDeepStrictEqual(a, b);
}

function answerOf(path: string): { objects?: unknown; error?: string } | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as { objects?: unknown; error?: string };
  } catch {
    return undefined;
  }
}

let batch: Case[] = [];
for (let n = 0; tally.read < Number(values.count); n++) {
  const random = new SeededRandom(Number(values.seed) * 1_000_003 + n);
  const bytes = mutateHdf5(random, random.pick(seeds));
  tally.cases++;
  const found = ours(bytes);
  if (found === undefined) continue;
  tally.read++;
  const path = join(folder, `${n}.h5`);
  writeFileSync(path, bytes);
  batch.push({ path, found });
  if (batch.length < BATCH) continue;
  compare(batch);
  batch = [];
}
compare(batch);
process.stdout.write(`${JSON.stringify({ seed: Number(values.seed), ...tally, reasons: Object.fromEntries(reasons) })}\n`);
process.exitCode = tally.different > 0 ? 1 : 0;
