import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { closeSync, linkSync, openSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { FILES, makeModels, put } from './models.testing.ts';
import { FATAL, type Loose, loosen, reroot, tighten } from './mutations.testing.ts';
import { openSignature } from './open-signature.ts';
import { type SignOptions, signByKey } from './sign-model.ts';
import { verifyFiles } from './verify-files.ts';
import { type VerifyOptions, verifyModel } from './verify-model.ts';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
const trust = { mode: 'key', key: publicKey } as const;
const models = makeModels();
after(models.remove);
const { text } = await signByKey(models.folder, privateKey);
const refused = { code: 'HG_REFUSED_SIGNATURE' };
const field = { code: 'HG_ARTIFACT_FIELD' };

const open = (bundle: string): ReturnType<typeof openSignature> => openSignature(Buffer.from(bundle), trust);
const changed = (change: (loose: Loose) => void): string => {
  const loose = loosen(text);
  change(loose);
  return tighten(loose, privateKey);
};
/** The mutation of that name, signed again by the right key. */
const mutation = (name: string): string => changed((loose) => FATAL.find(([known]) => known === name)?.[1](loose, () => 0.5));

test('trust/root-digest: the root must be that of the list', async () => {
  await assert.rejects(open(mutation('another root')), refused);
  await assert.rejects(open(mutation('another order under the old root')), refused);
});

test('trust/duplicates: a file that is listed twice is refused, whichever entry is true', async () => {
  await assert.rejects(open(mutation('an entry twice')), refused);
  await assert.rejects(open(mutation('an entry twice, first with another digest')), refused);
});

test('trust/names: a name that leaves the model, or has another spelling, is refused', async () => {
  for (const name of ['".." in a name', '"." in a name', 'an empty part', 'an absolute name', 'a backslash', 'a NUL', 'an empty name', 'a slash at the end'])
    await assert.rejects(open(mutation(name)), field, name);
});

test('trust/key-hint: a signature that names another key is refused, though it verifies', () =>
  assert.rejects(open(mutation('a hint of another key')), refused));

test('trust/one-signature: several signatures in one envelope are refused', () => assert.rejects(open(mutation('two signatures')), field));

test('trust/one-reading: a text in which readers see different things is refused', async () => {
  for (const name of ['a key twice in the statement', 'resources twice in the predicate', 'a statement in UTF-16'])
    await assert.rejects(open(mutation(name)), { code: 'HG_ARTIFACT_JSON' }, name);
});

test('trust/strict: an ignore list beyond the signature and the names of git is shown, and refused by --strict', async () => {
  const own = makeModels();
  put(join(own.folder, 'later/evil.bin'), 'x');
  const hidden = changed(({ statement }) => {
    statement.predicate.serialization.ignore_paths = ['later', 'model.sig', '.git'];
  });
  const found = await verifyModel(await open(hidden), own.folder);
  assert.deepEqual([found.valid, found.ignored, found.ignoreList], [true, ['later'], ['later', 'model.sig', '.git']]);
  await assert.rejects(verifyModel(await open(hidden), own.folder, { strict: true }), refused);
  own.remove();
  assert.equal((await verifyModel(await open(text), models.folder, { strict: true })).valid, true);
});

test('trust/unlisted: a file that nobody signed is named, and the model is not valid', async () => {
  const own = makeModels();
  put(join(own.folder, 'a/extra'), 'x');
  const found = await verifyModel(await open(text), own.folder);
  assert.deepEqual([found.valid, found.unlisted], [false, ['a/extra']]);
  own.remove();
});

test('trust/special-files: links, pipes and a link that took the place of a folder are refused', async () => {
  const signed = await open(text);
  for (const spoil of [
    (folder: string) => symlinkSync('/etc/passwd', join(folder, 'link')),
    (folder: string) => symlinkSync(models.folder, join(folder, 'folder-link')),
    (folder: string) => void execFileSync('mkfifo', [join(folder, 'pipe')]),
  ]) {
    const own = makeModels();
    spoil(own.folder);
    await assert.rejects(verifyModel(signed, own.folder), { code: 'HG_INPUT_FORMAT' });
    own.remove();
  }
});

test('links are followed to files where the signature says so', async () => {
  const own = makeModels();
  symlinkSync(join(models.folder, 'config.json'), join(own.folder, 'linked.json'));
  await assert.rejects(signByKey(own.folder, privateKey), { code: 'HG_INPUT_FORMAT' });
  const linked = await open((await signByKey(own.folder, privateKey, { allowSymlinks: true })).text);
  assert.equal((await verifyModel(linked, own.folder)).valid, true);
  await assert.rejects(verifyModel(linked, own.folder, { strict: true }), refused);
  own.remove();
});

test('trust/shard-bound: shards of one byte in a signature make no work for files that are larger', async () => {
  const one = changed((loose) => {
    const { predicate } = loose.statement;
    Object.assign(predicate.serialization, { method: 'shards', shard_size: 1 });
    predicate.resources = [{ name: 'big:0:1', algorithm: 'sha256-sharded-1', digest: '00'.repeat(32) }];
    reroot(loose);
  });
  const own = makeModels();
  execFileSync('truncate', ['-s', '8G', join(own.folder, 'big')]);
  const begun = performance.now();
  const found = await verifyModel(await open(one), own.folder);
  assert.ok(found.differences.some(({ path, kind }) => path === 'big' && kind === 'changed'));
  assert.ok(performance.now() - begun < 2000);
  own.remove();
});

test('open descriptors are what is verified, whatever stands at their paths by then', async () => {
  const own = makeModels();
  const signed = await open(text);
  const files = FILES.map((path) => ({ path, fd: openSync(join(own.folder, path), 'r'), bytes: statSync(join(own.folder, path)).size }));
  assert.equal((await verifyFiles(signed, files)).valid, true);
  assert.deepEqual((await verifyFiles(signed, files.slice(1))).differences, [{ path: FILES[0], kind: 'missing' }]);
  assert.equal((await verifyFiles(signed, files.slice(1), { partial: true })).valid, true);
  assert.deepEqual((await verifyFiles(signed, [{ ...(files[0] as (typeof files)[0]), path: 'other' }], { partial: true })).unlisted, ['other']);
  writeFileSync(join(own.folder, 'Z'), '?');
  assert.deepEqual((await verifyFiles(signed, files)).differences, [{ path: 'Z', kind: 'changed' }]);
  for (const { fd } of files) closeSync(fd);
  own.remove();
});

test('what we sign we verify: each hash, by files and by shards, a folder and a file, with the signature inside', async () => {
  const options: readonly SignOptions[] = [
    {},
    { algorithm: 'blake2b' },
    { algorithm: 'blake3' },
    { shardSize: 1000 },
    { shardSize: 999, algorithm: 'blake3' },
    { ignore: ['a'] },
  ];
  for (const option of options)
    for (const root of [models.folder, models.file]) {
      if (root === models.file && option.ignore !== undefined) continue;
      const signaturePath = join(models.folder, 'model.sig');
      const made = await signByKey(root, privateKey, { ...option, signaturePath });
      const own = makeModels();
      put(join(own.folder, 'model.sig'), made.text);
      const found = await verifyModel(await open(made.text), root === models.file ? own.file : own.folder);
      assert.deepEqual(
        [JSON.stringify(option), found.valid, found.root, found.warnings.length],
        [JSON.stringify(option), true, made.root, option.shardSize && root === models.folder ? 1 : 0],
      );
      own.remove();
    }
});

test('a signature of which more is claimed than a budget allows is refused before the work', async () => {
  await assert.rejects(openSignature(Buffer.from(text), trust, { maxBytes: 1000 }), { code: 'HG_LIMIT_BYTES' });
  await assert.rejects(openSignature(Buffer.from(text), trust, { maxResources: 3 }), { code: 'HG_LIMIT_ENTRIES' });
  await assert.rejects(openSignature(Buffer.from(`{"a":${'['.repeat(200)}`), trust), { code: 'HG_LIMIT_DEPTH' });
});

test('a signature is neither sought nor followed outside the model', async () => {
  const own = makeModels();
  linkSync(models.file, join(own.root, 'hard'));
  const options: VerifyOptions = { signaturePath: join(own.root, 'outside.sig') };
  assert.equal((await verifyModel(await open(text), own.folder, options)).valid, true);
  await assert.rejects(verifyModel(await open(text), join(own.root, 'nowhere')), { code: 'HG_NOT_FOUND' });
  own.remove();
});
