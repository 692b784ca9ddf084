/**
 * Changes archives, HDF5, JSON and NumPy files in ways that keep most of each file well-formed (checksums and lengths repaired), and reads them as the
 * guests do. Anything but an answer or a HorngateError with a code of the table, more time or more memory than a case may take, is a failure: its bytes are
 * written to build/fuzz, and become a fixture.
 *
 *     node --import tsx --conditions=source fuzz/artifact.ts --count 20000 --seed 1 [--only newer]
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { deflateRawSync } from 'node:zlib';
import { bytesSource, crc32, openHdf5, pureInflate, readJson, readNpy, readNpz, readZip, sniff, walk, walkHdf5, writeZip } from '@horngate/core/artifact';
import { DEFAULT_LIMITS, HorngateError, type Limits } from '@horngate/core/words';
import { mutateBytes, mutateHdf5, mutateJson, mutateZip } from './mutate.ts';
import { SeededRandom } from './random.ts';
import { readSeeds } from './seeds.ts';

const { values } = parseArgs({
  options: { count: { type: 'string', default: '20000' }, seed: { type: 'string', default: '1' }, only: { type: 'string' } },
});
const ONLY = values.only;
const LIMITS: Limits = { ...DEFAULT_LIMITS, maxTensorBytes: 1 << 22, maxConfigBytes: 1 << 20, maxStructures: 100_000 };
/** CPU milliseconds and bytes of one case; a case takes less than a millisecond as a rule. */
const MAX_CPU_MS = 2000;
const MAX_MEMORY = 192 * 1024 * 1024;
const SEEDS = readSeeds();
const reached = { zip: 0, hdf5: 0, json: 0, npy: 0, objects: 0, datasets: 0, values: 0 };
/** `--only newer`: nothing but HDF5 files with checksums. */
const ONLY_NEWER: readonly (readonly [share: number, make: Make])[] = [[1, (random) => mutateHdf5(random, random.pick(SEEDS.newer))]];

type Make = (random: SeededRandom) => Uint8Array;
const MAKERS: readonly (readonly [share: number, make: Make])[] = [
  [0.15, (random) => mutateHdf5(random, random.pick(SEEDS.hdf5))],
  [0.2, (random) => mutateHdf5(random, random.pick(SEEDS.newer))],
  [0.3, (random) => kerasArchive(random)],
  [0.15, (random) => mutateJson(random, random.pick(random.chance(0.5) ? SEEDS.json.slice(0, 1) : SEEDS.json))],
  [0.12, (random) => mutateZip(random, random.pick(SEEDS.zip))],
  [0.05, (random) => mutateBytes(random, random.pick(SEEDS.npy))],
  [0.03, (random) => mutateBytes(random, random.pick([...SEEDS.hdf5.map(({ bytes }) => bytes), ...SEEDS.zip]))],
];

/** A `.keras` archive whose members were changed before their checksums were taken; the archive itself is changed at times. */
function kerasArchive(random: SeededRandom): Uint8Array {
  const config = SEEDS.json[0] as Uint8Array;
  const members = [
    { path: 'metadata.json', bytes: Buffer.from('{"keras_version": "3.15.1"}') },
    { path: 'config.json', bytes: random.chance(0.5) ? mutateJson(random, config) : config },
    { path: 'model.weights.h5', bytes: mutateHdf5(random, random.pick(random.chance(0.5) ? SEEDS.hdf5 : SEEDS.newer)) },
  ];
  const archive = random.chance(0.3) ? deflated(members) : writeZip(members);
  return random.chance(0.15) ? mutateZip(random, archive) : archive;
}

/** Members deflated by zlib: the local header and the directory record are those of a stored archive, with method and packed size set. */
function deflated(members: readonly { path: string; bytes: Uint8Array }[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { path, bytes } of members) {
    const packed = deflateRawSync(bytes);
    const name = Buffer.from(path);
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(8, 4);
    shared.writeUInt32LE(0x00210000, 6);
    shared.writeUInt32LE(crc32(bytes), 10);
    shared.writeUInt32LE(packed.length, 14);
    shared.writeUInt32LE(bytes.length, 18);
    shared.writeUInt16LE(name.length, 22);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    parts.push(Buffer.from('PK\x03\x04', 'latin1'), shared, name, packed);
    directory.push(Buffer.from('PK\x01\x02\x14\x03', 'latin1'), shared, tail, name);
    offset += 30 + name.length + packed.length;
  }
  const records = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(members.length, 8);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(records.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, records, end]);
}

function readAll(bytes: Uint8Array): void {
  const { format, also } = sniff(bytesSource(bytes));
  for (const one of [format, ...also]) {
    if (one === 'hdf5') answer(() => readHdf5(bytes));
    else if (one === 'npy') answer(() => readArray(bytes));
    else if (one === 'unknown' || one === 'json') answer(() => readText(bytes));
    else answer(() => readArchive(bytes));
  }
}

function readArchive(bytes: Uint8Array): void {
  reached.zip++;
  const archive = readZip(bytesSource(bytes), LIMITS, pureInflate, { crc32 });
  for (const entry of archive.entries)
    answer(() => {
      archive.verify(entry);
      const member = archive.readMember(entry, LIMITS.maxTensorBytes);
      if (entry.path.endsWith('.h5')) readHdf5(member);
      else if (entry.path.endsWith('.json')) readText(member);
      else if (entry.path.endsWith('.npy')) readArray(member);
    });
  answer(() => readNpz(bytesSource(bytes), LIMITS, pureInflate, { crc32 }));
}

function readHdf5(bytes: Uint8Array): void {
  reached.hdf5++;
  for (const visit of walkHdf5(openHdf5(bytesSource(bytes), LIMITS, pureInflate))) {
    if (visit.kind !== 'object') continue;
    reached.objects++;
    const { object } = visit;
    if (object.kind === 'dataset') {
      answer(() => object.read());
      answer(() => (object.dtype === 'string' ? object.strings() : [...object.pieces(1000)].length));
      reached.datasets++;
    }
    if (object.kind !== 'datatype') answer(() => [...object.attributes().values()].map((attribute) => attribute.strings() ?? attribute.numbers()));
  }
}

function readText(bytes: Uint8Array): void {
  reached.json++;
  const { value } = readJson(bytes, { maxBytes: LIMITS.maxConfigBytes, maxDepth: LIMITS.maxDepth });
  for (const _ of walk(value)) reached.values++;
}

function readArray(bytes: Uint8Array): void {
  reached.npy++;
  readNpy(bytesSource(bytes), LIMITS);
}

const codes = new Map<string, number>();

/** A refusal is an answer; anything else goes up. */
function answer(run: () => unknown): void {
  try {
    run();
  } catch (error) {
    if (!(error instanceof HorngateError) || error.code === 'HG_INTERNAL') throw error;
    codes.set(error.code, (codes.get(error.code) ?? 0) + 1);
  }
}

function makeCase(seed: number): Uint8Array {
  const random = new SeededRandom(seed);
  let share = random.next();
  for (const [part, make] of ONLY === 'newer' ? ONLY_NEWER : MAKERS) {
    share -= part;
    if (share < 0) return make(random);
  }
  return mutateBytes(random, random.pick(SEEDS.json));
}

const allocated = (): number => {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
};

function runCase(bytes: Uint8Array): string | undefined {
  const cpu = process.cpuUsage();
  const before = allocated();
  try {
    readAll(bytes);
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
  const { user, system } = process.cpuUsage(cpu);
  if (user + system > MAX_CPU_MS * 1000) return `took ${Math.round((user + system) / 1000)} ms of CPU`;
  const more = allocated() - before;
  return more > MAX_MEMORY ? `took ${more} bytes` : undefined;
}

const count = Number(values.count);
const first = Number(values.seed) * 1_000_003;
let failures = 0;
let deep = 0;
for (let n = 0; n < count && failures < 10; n++) {
  const bytes = makeCase(first + n);
  const before = reached.hdf5 + reached.json;
  const failure = runCase(bytes);
  if (reached.hdf5 + reached.json > before) deep++;
  if (failure === undefined) continue;
  failures++;
  mkdirSync('build/fuzz', { recursive: true });
  const path = `build/fuzz/artifact-${first + n}.bin`;
  writeFileSync(path, bytes);
  process.stderr.write(`${path}: ${failure}\n`);
}
process.stdout.write(`${JSON.stringify({ cases: count, seed: Number(values.seed), failures, deep, reached, codes: Object.fromEntries([...codes].sort()) })}\n`);
process.exitCode = failures > 0 || deep * 2 < count ? 1 : 0;
