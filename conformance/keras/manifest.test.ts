import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { test } from 'node:test';
import { artifactFiles, artifactName, families, type Case as Listed, cases as listed } from './vectors.ts';

const read = (path: string): Buffer => readFileSync(`${import.meta.dirname}/${path}`);
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const stems = (folder: string, end: string): string[] =>
  readdirSync(`${import.meta.dirname}/${folder}`)
    .filter((name) => name.endsWith(end))
    .map((name) => name.slice(0, -end.length))
    .sort();

interface Twin {
  readonly kind: 'weight' | 'config' | 'input';
  readonly moved: number;
  readonly offset: number;
  readonly length: number;
  readonly part?: string;
  readonly from?: string;
  readonly member?: { readonly offset: number; readonly length: number; readonly crc: readonly number[] };
}
interface Case extends Pick<Listed, 'family'> {
  readonly name: string;
  readonly artifact: string;
  readonly bytes: number;
  readonly twin: Twin;
}
interface Hostile {
  readonly name: string;
  readonly sha256: string;
  readonly expect: readonly { readonly check: readonly string[] }[];
}

const cases = listed() as readonly (Listed & Case)[];
const { artifacts } = JSON.parse(read('hostile/manifest.json').toString()) as { artifacts: Hostile[] };

test('every case has the artifact that the manifest names, and its vectors', () => {
  assert.ok(cases.length >= 150, `${cases.length} cases`);
  assert.equal(new Set(cases.map(({ name }) => name)).size, cases.length);
  for (const family of families()) {
    const own = cases.filter((one) => one.family === family);
    const names = own.map(({ name }) => name);
    assert.deepEqual(stems(`cases/${family}`, '.npz'), names);
    const artifacts = readdirSync(`${import.meta.dirname}/cases/${family}`).filter((file) => file !== 'manifest.json' && !file.endsWith('.npz'));
    assert.deepEqual(artifacts.map((file) => file.replace(/\.gz$/, '')).sort(), own.map(artifactName).sort());
  }
  for (const one of cases) {
    const data = Buffer.concat(artifactFiles(one).map(({ bytes }) => bytes));
    assert.equal(data.length, one.bytes, one.name);
    assert.equal(sha256(data), one.artifact, one.name);
  }
});

test('every wrong twin moves the output well beyond the tolerance, and changes bytes inside its member', () => {
  for (const one of cases) {
    const { name, twin } = one;
    assert.ok(twin.moved > 3, `${name}: ${twin.moved}`);
    if (twin.kind === 'input') continue;
    const { member, offset, length } = twin;
    const part = artifactFiles(one).find(({ path }) => path === (twin.part ?? artifactName(one)));
    if (member === undefined) assert.ok(part?.path.endsWith('.h5') && offset + length <= part.bytes.length, name);
    else assert.ok(offset >= member.offset && offset + length <= member.offset + member.length, name);
    if (member !== undefined) assert.equal(member.crc.length, 2, name);
    if (twin.from !== undefined) assert.equal(part?.bytes.toString('latin1', offset, offset + length), twin.from, name);
  }
});

test('every hostile artifact is the one of the manifest and has a finding to expect', () => {
  assert.ok(artifacts.length >= 40, `${artifacts.length} artifacts`);
  assert.deepEqual(stems('hostile', '.keras'), artifacts.map(({ name }) => name).sort());
  for (const { name, sha256: digest, expect } of artifacts) {
    assert.equal(sha256(read(`hostile/${name}.keras`)), digest, name);
    assert.ok(expect.length > 0 && expect.every(({ check }) => check.length > 0), name);
  }
});

test('the vectors stay small: at most 60 MB', () => {
  const size = ['hostile', ...families().map((family) => `cases/${family}`)].flatMap((folder) =>
    readdirSync(`${import.meta.dirname}/${folder}`, { recursive: true }).map((name) => statSync(`${import.meta.dirname}/${folder}/${name}`).size),
  );
  assert.ok(size.reduce((sum, one) => sum + one, 0) <= 60e6);
});
