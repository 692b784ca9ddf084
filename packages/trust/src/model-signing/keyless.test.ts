import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { makeModels, put } from './models.testing.ts';
import { openSignature } from './open-signature.ts';
import { signKeyless } from './sign-keyless.ts';
import type { Trust } from './signer.ts';
import { startInstance, tokenOf } from './sigstore.testing.ts';
import { readTrustedRoot, shippedTrustedRoot } from './trusted-root.ts';
import { verifyModel } from './verify-model.ts';

const IDENTITY = 'https://a.example/who';
const ISSUER = 'https://accounts.example';
const models = makeModels();
const instance = await startInstance();
const other = await startInstance();
after(() => {
  instance.close();
  other.close();
  models.remove();
});

const root = readTrustedRoot(instance.trustedRoot, 'the test');
const { text } = await signKeyless(models.folder, tokenOf(IDENTITY, ISSUER), instance);
const by = (change: Partial<Extract<Trust, { mode: 'keyless' }>> = {}): Trust => ({
  mode: 'keyless',
  identity: IDENTITY,
  issuer: ISSUER,
  trustedRoot: root,
  ...change,
});
const open = (trust: Trust, bundle = text): ReturnType<typeof openSignature> => openSignature(Buffer.from(bundle), trust);
const refused = { code: 'HG_REFUSED_SIGNATURE' };

test('a model that an identity signed is verified offline, with the identity and the root that was trusted', async () => {
  const found = await verifyModel(await open(by()), models.folder);
  assert.equal(found.valid, true);
  assert.deepEqual(found.signer, { mode: 'keyless', identity: IDENTITY, issuer: ISSUER, trustedRoot: { source: 'the test', asOf: '2024-01-01' } });
});

test('trust/keyless-identity: an identity is compared as it is, never as a pattern', async () => {
  for (const identity of ['https://aXexample/who', '.*', 'https://a.example', 'who', '', 'https://a.example/whoever'])
    await assert.rejects(open(by({ identity })), refused, identity);
  for (const issuer of ['https://accounts.example/', '', '.*']) await assert.rejects(open(by({ issuer })), refused, issuer);
});

test('another instance of Sigstore vouches for nobody here', async () => {
  await assert.rejects(open(by({ trustedRoot: readTrustedRoot(other.trustedRoot, 'another') })), refused);
  await assert.rejects(open(by({ trustedRoot: await shippedTrustedRoot() })), refused);
});

test('what is missing in a bundle, or belongs to another signature, is refused', async () => {
  put(`${models.root}/b/x`, 'other');
  const second = JSON.parse((await signKeyless(`${models.root}/b`, tokenOf(IDENTITY, ISSUER), instance)).text);
  const changed = (change: (bundle: Record<string, Record<string, unknown>>) => void): string => {
    const bundle = JSON.parse(text);
    change(bundle);
    return JSON.stringify(bundle);
  };
  const attacks = [
    changed((bundle) => Object.assign(bundle['verificationMaterial'] as object, { tlogEntries: [] })),
    changed((bundle) => Object.assign(bundle['verificationMaterial'] as object, { tlogEntries: second.verificationMaterial.tlogEntries })),
    changed((bundle) => Object.assign(bundle['verificationMaterial'] as object, { certificate: second.verificationMaterial.certificate })),
    changed((bundle) => Object.assign(bundle, { dsseEnvelope: second.dsseEnvelope })),
    changed((bundle) => Object.assign(bundle['dsseEnvelope'] as object, { payload: second.dsseEnvelope.payload })),
  ];
  for (const attack of attacks) await assert.rejects(open(by(), attack), (error: { code: string }) => /^HG_(REFUSED|ARTIFACT)_/.test(error.code));
});

test('an instance that does not answer as it must is unavailable', async () => {
  await assert.rejects(signKeyless(models.file, tokenOf(IDENTITY, ISSUER), { fulcioUrl: instance.rekorUrl, rekorUrl: instance.rekorUrl }), {
    code: 'HG_UNAVAILABLE_SIGSTORE',
  });
});

test('the root that ships is that of the public instance, with the day of its newest key', async () => {
  const shipped = await shippedTrustedRoot();
  assert.match(shipped.asOf, /^20\d\d-\d\d-\d\d$/);
  assert.ok(shipped.specified.tlogs.length > 0 && shipped.specified.certificateAuthorities.length > 0);
});

test('a trusted root that is none is an error of the caller', () => {
  for (const text of ['{}', '[]', 'x', '{"mediaType":"application/vnd.dev.sigstore.trustedroot+json;version=0.1"}'])
    assert.throws(() => readTrustedRoot(Buffer.from(text), 'r'), { code: 'HG_INPUT_FORMAT' });
});
