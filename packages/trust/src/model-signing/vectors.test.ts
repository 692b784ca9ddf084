import assert from 'node:assert/strict';
import { appendFileSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { FILES, makeModels, put } from './models.testing.ts';
import { openSignature } from './open-signature.ts';
import { readCertificates, readPublicKey } from './read-pem.ts';
import type { Trust } from './signer.ts';
import { verifyModel } from './verify-model.ts';

interface Case {
  readonly file: string;
  readonly model: string;
  readonly key: string;
  readonly mode: 'key' | 'certificate';
  readonly method: string;
  readonly hash: string;
  readonly failed?: string;
}

const AT = fileURLToPath(new URL('../../../../conformance/model-signing/', import.meta.url));
const models = makeModels();
after(models.remove);

const pem = (name: string): string => readFileSync(join(AT, 'keys', name), 'utf8');
const trustOf = ({ mode, key }: Case): Trust =>
  mode === 'key' ? { mode, key: readPublicKey(pem(`${key}.pub.pem`), key) } : { mode, roots: readCertificates(pem('root.pem'), 'root.pem') };
const open = (version: string, one: Case): ReturnType<typeof openSignature> =>
  openSignature(readFileSync(join(AT, 'vectors', version, one.file)), trustOf(one));

const VERSIONS = readdirSync(join(AT, 'vectors'));
const casesOf = (version: string): readonly Case[] => JSON.parse(readFileSync(join(AT, 'vectors', version, 'manifest.json'), 'utf8')).cases;

test('signatures by every version of model-signing that signs are there', () => {
  assert.deepEqual([...VERSIONS].sort(), ['0.2.0', '0.3.0', '0.3.1', '1.0.0', '1.0.1', '1.1.0', '1.1.1']);
  // 0.3 misspells a field of its own library, and so signs with no chain: nothing of it can lie anywhere.
  for (const version of VERSIONS)
    for (const { failed, file, mode } of casesOf(version)) assert.equal(failed !== undefined, version.startsWith('0.3') && mode === 'certificate', file);
});

for (const version of VERSIONS)
  test(`what model-signing ${version} signed is verified, and is not once a file changed, went or came`, async () => {
    for (const one of casesOf(version).filter(({ failed }) => failed === undefined)) {
      const path = join(models.root, one.model);
      const signed = await open(version, one);
      const found = await verifyModel(signed, path);
      assert.deepEqual([one.file, found.valid, found.differences], [one.file, true, []]);
      assert.equal(found.signer.mode, one.mode);
      assert.equal(found.algorithm, one.hash === 'blake2' ? 'blake2b' : one.hash);
      assert.equal(found.method, one.method);
    }
  });

test('a change of any file of a signed folder is named', async () => {
  for (const one of casesOf('1.1.1').filter(({ model, mode }) => model === 'folder' && mode === 'key')) {
    const signed = await open('1.1.1', one);
    for (const name of FILES) {
      const own = makeModels();
      appendFileSync(join(own.folder, name), '!');
      // Without a byte there is no shard: upstream cannot miss such a file, and it is unlisted once it has one.
      const kind = name === 'empty' && one.method === 'shards' ? 'unlisted' : 'changed';
      assert.deepEqual((await verifyModel(signed, own.folder)).differences, [{ path: name, kind }]);
      rmSync(join(own.folder, name));
      const gone = await verifyModel(signed, own.folder);
      assert.deepEqual(gone.differences, kind === 'unlisted' ? [] : [{ path: name, kind: 'missing' }]);
      own.remove();
    }
    const own = makeModels();
    put(join(own.folder, 'a/new'), 'x');
    put(join(own.folder, '.git/hooks/x'), 'x');
    const more = await verifyModel(signed, own.folder);
    assert.deepEqual([more.valid, more.unlisted, more.ignored], [false, one.method === 'files' ? ['a/new'] : ['a/new', 'empty'], ['.git']]);
    own.remove();
  }
});

test('a signature is not by another key, nor under another root', async () => {
  const [key, certificate] = ['key', 'certificate'].map((mode) => casesOf('1.1.1').find((one) => one.mode === mode && one.key === 'p256') as Case);
  const bytes = (one: Case | undefined): Buffer => readFileSync(join(AT, 'vectors', '1.1.1', (one as Case).file));
  await assert.rejects(openSignature(bytes(key), { mode: 'key', key: readPublicKey(pem('p384.pub.pem'), 'other') }), { code: 'HG_REFUSED_SIGNATURE' });
  await assert.rejects(openSignature(bytes(certificate), { mode: 'certificate', roots: [] }), { code: 'HG_REFUSED_SIGNATURE' });
  await assert.rejects(openSignature(bytes(key), { mode: 'certificate', roots: readCertificates(pem('root.pem'), 'root.pem') }), {
    code: 'HG_REFUSED_SIGNATURE',
  });
});
