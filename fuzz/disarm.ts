/**
 * Changes whole `.keras` files so that most of each stays well-formed, and rebuilds them. What comes out must be silent to the scanner and rebuild to the same
 * bytes; what does not come out must be refused with a code that is about the file. Anything else is a failure: its bytes are written to build/fuzz.
 *
 *     node --conditions=source --import tsx fuzz/disarm.ts --count 20000 --seed 1
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { writeZip } from '@horngate/core/artifact';
import { HorngateError } from '@horngate/core/words';
import { rebuild } from '../conformance/scanner/disarm-in-process.ts';
import { isTreeObject, type KerasSeed, readKerasSeeds, type Tree, type TreeObject, textOf } from './keras-seeds.ts';
import { mutateHdf5, mutateJson, mutateZip } from './mutate.ts';
import { mutateConfig, Stock, structuredCopy } from './mutate-keras.ts';
import { SeededRandom } from './random.ts';

const { values } = parseArgs({ options: { count: { type: 'string', default: '20000' }, seed: { type: 'string', default: '1' } } });
const SEEDS = readKerasSeeds();
const STOCK = new Stock(SEEDS);

/** What a loader might act on, to stand anywhere in a description. */
const EVIL: readonly Tree[] = [
  { class_name: '__lambda__', config: { value: ['4wEAAAAAAAAAAAAAAAEAAAACAAAAQwAAAHMIAAAAZAFkAoMBUwA=', null, null] } },
  { module: 'keras.layers', class_name: 'Lambda', config: {}, registered_name: null },
  { module: 'os', class_name: 'function', config: 'system', registered_name: 'function' },
  { module: 'keras.layers', class_name: 'StringLookup', config: { name: 's', vocabulary: '/etc/passwd' }, registered_name: null },
  { class_name: '__bytes__', config: { value: 'x' } },
  { a: { b: ['import os'] } },
  '../../x',
  'gs://horngate.invalid/x',
  'os.system',
  '\ud800',
];
const KEYS = [
  'vocabulary',
  'name',
  'config',
  'module',
  'safe_mode',
  'fn',
  'activation',
  'class_name',
  'build_config',
  'compile_config',
  'inbound_nodes',
  'note',
];

function containers(tree: Tree, into: (TreeObject | Tree[])[] = []): (TreeObject | Tree[])[] {
  if (!Array.isArray(tree) && !isTreeObject(tree)) return into;
  into.push(tree);
  for (const item of Array.isArray(tree) ? tree : Object.values(tree)) containers(item, into);
  return into;
}

function plant(random: SeededRandom, config: TreeObject): void {
  const holder = random.pick(containers(config));
  const value = structuredCopy(random.pick(EVIL));
  if (Array.isArray(holder)) holder[random.below(holder.length + 1)] = value;
  else holder[random.chance(0.5) ? random.pick(KEYS) : (random.pick([...Object.keys(holder), 'note']) as string)] = value;
}

function makeCase(seed: number): Uint8Array {
  const random = new SeededRandom(seed);
  const one = random.pick(SEEDS);
  const members = one.members.map((member) => ({ path: member.path, bytes: memberBytes(random, one, member) }));
  if (random.chance(0.05)) members.push({ path: random.pick(['setup.py', '../x', 'config.json', 'assets/x.txt']), bytes: new Uint8Array(random.below(40)) });
  const archive = writeZip(members);
  return random.chance(0.05) ? mutateZip(random, archive) : archive;
}

function memberBytes(random: SeededRandom, { config }: KerasSeed, { path, bytes }: KerasSeed['members'][number]): Uint8Array {
  if (path.endsWith('.h5')) return random.chance(0.1) ? mutateHdf5(random, { bytes, parts: [] }) : bytes;
  if (path !== 'config.json' || config === undefined) return bytes;
  if (random.chance(0.05)) return mutateJson(random, bytes);
  const changed = random.chance(0.4) ? mutateConfig(random, config, STOCK) : (structuredCopy(config) as TreeObject);
  for (let count = random.below(3); count > 0; count--) plant(random, changed);
  return Buffer.from(textOf(changed));
}

const codes = new Map<string, number>();
let [whole, failures] = [0, 0];

function fail(seed: number, bytes: Uint8Array, why: string): void {
  failures++;
  mkdirSync('build/fuzz', { recursive: true });
  writeFileSync(`build/fuzz/disarm-${seed}.keras`, bytes);
  console.log(`build/fuzz/disarm-${seed}.keras: ${why}`);
}

function tryCase(seed: number): void {
  const bytes = makeCase(seed);
  try {
    const { file, findings, unread } = rebuild([{ path: 'model.keras', bytes }]);
    whole++;
    if (findings.length > 0 || unread.length > 0) fail(seed, bytes, JSON.stringify([findings, unread]).slice(0, 1000));
    else if (!isDeepStrictEqual(rebuild([{ path: 'model.keras', bytes: file }]).file, file)) fail(seed, bytes, 'rebuilt again, it is another file');
  } catch (error) {
    if (!(error instanceof HorngateError) || !/^HG_(ARTIFACT|LIMIT|UNSUPPORTED)_/.test(error.code)) fail(seed, bytes, `${(error as Error).stack}`);
    else codes.set(error.code, (codes.get(error.code) ?? 0) + 1);
  }
}

for (let n = 0; n < Number(values.count); n++) tryCase(Number(values.seed) * 1_000_000 + n);
console.log(`${values.count} cases, ${failures} failures, ${whole} rebuilt\n${JSON.stringify(Object.fromEntries([...codes].sort()))}`);
process.exitCode = failures === 0 ? 0 : 1;
