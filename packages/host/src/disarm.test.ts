import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { build } from 'esbuild';
import { at, DIGITS, hostile, openFolder, options } from './flow.testing.ts';
import { disarm, open, prepare, scan } from './index.ts';

const removable = (name: string): string => at(`conformance/scanner/removable/removable-${name}.keras`);

test('a model with something beside it comes out without it, silent, and the same bytes each time', async (t) => {
  const host = await options(t);
  const [one, two] = ['one', 'two'].map((name) => join(host.home, `${name}.keras`)) as [string, string];
  const made = await disarm(removable('python'), one, host);
  const again = await disarm(removable('python'), two, host);
  assert.deepEqual([made.format, made.producer, made.digest], ['keras-v3', '3.15.1', again.digest]);
  assert.deepEqual(made.dropped.slice(0, 1), ['the member "setup.py"']);
  assert.deepEqual(readFileSync(one), readFileSync(two));
  assert.equal(made.digest, `sha256:${createHash('sha256').update(readFileSync(one)).digest('hex')}`);
  using artifact = open(one, host);
  const { findings, unread } = await scan(artifact);
  assert.deepEqual([findings, unread], [[], []]);
  assert.equal((await prepare(one, host)).verdict.outcome, 'admit');
});

test('what cannot be kept is refused by its place, and nothing is left behind', async (t) => {
  const host = await options(t);
  const out = join(host.home, 'never.keras');
  for (const [name, code] of [
    ['lambda', 'HG_ARTIFACT_CODE'],
    ['string-lookup-path', 'HG_ARTIFACT_FIELD'],
    ['zip-duplicate', 'HG_ARTIFACT_ZIP'],
    ['hdf5-external-storage', 'HG_ARTIFACT_HDF5'],
  ] as const)
    await t.test(name, () => assert.rejects(disarm(hostile(name), out, host), { code }));
  assert.deepEqual(
    readdirSync(host.home).filter((name) => name.includes('never')),
    [],
  );
  assert.deepEqual(readdirSync(join(host.home, 'tenants', 'local', 'programs')), []);
});

test('another digest, and a place where nothing can be written, are refused', async (t) => {
  const host = await options(t);
  await assert.rejects(disarm(DIGITS, join(host.home, 'x.keras'), host, `sha256:${'0'.repeat(64)}`), { code: 'HG_ARTIFACT_DIGEST' });
  await assert.rejects(disarm(DIGITS, join(host.home, 'no', 'x.keras'), host), { code: 'HG_CONFLICT' });
});

test('disarm/second-look: a reader that was taken over cannot hand on a file in which something is found', async (t) => {
  const real = await options(t);
  const folder = openFolder(t);
  const liar = await bundled(folder);
  const listed = JSON.parse(readFileSync(join(real.guests, 'bundles.json'), 'utf8'));
  const sha256 = createHash('sha256').update(liar).digest('hex');
  const bundles: { file: string }[] = listed.bundles.map((row: { file: string }) => (row.file === 'reader.cjs' ? { ...row, bytes: liar.length, sha256 } : row));
  writeFileSync(join(folder, 'bundles.json'), JSON.stringify({ ...listed, bundles }));
  for (const { file } of bundles) if (file !== 'reader.cjs') copyFileSync(join(real.guests, file), join(folder, file));
  symlinkSync(join(import.meta.dirname, '../../../node_modules'), join(folder, 'node_modules'));
  const host = await options(t, { guests: folder });
  const out = join(host.home, 'x.keras');
  await assert.rejects(disarm(hostile('lambda'), out, host), { code: 'HG_REFUSED_FINDINGS' });
  assert.equal(existsSync(out), false);
});

/** A reader that hands on the file as it is; its scanner is the real one. */
async function bundled(folder: string): Promise<Buffer> {
  const contents = `
import { readFileSync, writeFileSync } from 'node:fs';
import { serveFrames } from '@horngate/sandbox/inside';
import { scan } from './scan.ts';
const disarm = ({ files, folder }) => {
  const bytes = readFileSync(files[0].fd);
  writeFileSync(folder + '/model.keras', bytes);
  return { result: { format: 'keras-v3', producer: '3.15.1', bytes: bytes.length, dropped: [] } };
};
void serveFrames({ scan, disarm });
`;
  const outfile = join(folder, 'reader.cjs');
  const resolveDir = join(import.meta.dirname, '../../guests/src/reader');
  await build({
    stdin: { contents, resolveDir, loader: 'ts' },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    conditions: ['source'],
    logLevel: 'error',
  });
  return readFileSync(outfile);
}
