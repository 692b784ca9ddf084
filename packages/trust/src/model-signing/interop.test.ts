import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createPublicKey, X509Certificate } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { makeModels, put } from './models.testing.ts';
import { CURVES, type Curve, newKey } from './new-key.ts';
import { openSignature } from './open-signature.ts';
import { readCertificates, readPrivateKey, readPublicKey } from './read-pem.ts';
import { type SignOptions, signByCertificate, signByKey } from './sign-model.ts';
import type { Trust } from './signer.ts';
import { verifyModel } from './verify-model.ts';

const models = makeModels();
after(models.remove);
const python = process.env['HORNGATE_MODEL_SIGNING'];
const checkout = process.env['HORNGATE_MODEL_SIGNING_CHECKOUT'];
const at = (name: string): string => join(models.root, name);

/** A root, and a certificate of `key` under it, by the `openssl` of the host. */
function certify(keyPath: string, name = 'own'): { readonly chain: X509Certificate[]; readonly roots: string } {
  const run = (...args: string[]): unknown => execFileSync('openssl', args, { stdio: 'pipe' });
  put(at('ext'), 'basicConstraints=critical,CA:false\nkeyUsage=critical,digitalSignature\n');
  run(
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-keyout',
    at('ca.key'),
    '-out',
    at(`${name}-ca.pem`),
    '-subj',
    '/CN=Root',
    '-addext',
    'keyUsage=critical,keyCertSign',
  );
  run('req', '-new', '-key', keyPath, '-out', at('csr'), '-subj', '/CN=Signer');
  run('x509', '-req', '-in', at('csr'), '-CA', at(`${name}-ca.pem`), '-CAkey', at('ca.key'), '-CAcreateserial', '-out', at('leaf.pem'), '-extfile', at('ext'));
  return { chain: [new X509Certificate(readFileSync(at('leaf.pem')))], roots: at(`${name}-ca.pem`) };
}

const SCRIPT = fileURLToPath(new URL('../../../../conformance/model-signing/verify.py', import.meta.url));
const FORMS: readonly SignOptions[] = [
  {},
  { algorithm: 'blake3' },
  { algorithm: 'blake2b' },
  { shardSize: 1000 },
  { shardSize: 999, algorithm: 'blake2b' },
  { ignore: ['a'] },
];

test('Python verifies what we sign', {
  skip: python === undefined && 'set HORNGATE_MODEL_SIGNING to a Python with model-signing 1.1 and pyOpenSSL',
}, async () => {
  const jobs: Record<string, unknown>[] = [];
  for (const curve of Object.keys(CURVES) as Curve[]) {
    const key = at(`${curve}.pem`);
    writeFileSync(at(`${curve}.pub.pem`), newKey(key, curve));
    const privateKey = readPrivateKey(readFileSync(key, 'utf8'), key);
    const { chain, roots } = certify(key, curve);
    for (const form of FORMS)
      for (const model of form.ignore === undefined ? [models.folder, models.file] : [models.folder]) {
        const said = { model, algorithm: form.algorithm ?? 'sha256', shardSize: form.shardSize ?? 0 };
        const made = { key: await signByKey(model, privateKey, form), certificate: await signByCertificate(model, privateKey, chain, form) };
        for (const [mode, trust] of [
          ['key', at(`${curve}.pub.pem`)],
          ['certificate', roots],
        ] as const) {
          const signature = at(`${jobs.length}.sig`);
          writeFileSync(signature, made[mode].text);
          jobs.push({ ...said, mode, trust, signature });
        }
      }
  }
  const answer = execFileSync(python as string, [SCRIPT], { input: JSON.stringify(jobs), encoding: 'utf8' });
  assert.deepEqual(
    JSON.parse(answer),
    jobs.map(() => null),
  );
});

test('we verify what we sign by a certificate', {
  skip: spawnSync('openssl', ['version']).status !== 0 && 'openssl is not here to make certificates',
}, async () => {
  const key = at('own.pem');
  newKey(key, 'P-256', 'secret');
  writeFileSync(at('plain.pem'), readPrivateKey(readFileSync(key, 'utf8'), key, 'secret').export({ type: 'pkcs8', format: 'pem' }));
  const privateKey = readPrivateKey(readFileSync(key, 'utf8'), key, 'secret');
  assert.throws(() => readPrivateKey(readFileSync(key, 'utf8'), key, 'wrong'), { code: 'HG_INPUT_FORMAT' });
  assert.throws(() => readPrivateKey(readFileSync(key, 'utf8'), key), { code: 'HG_INPUT_FORMAT' });
  const { chain, roots } = certify(at('plain.pem'));
  const { text } = await signByCertificate(models.folder, privateKey, chain);
  const trust: Trust = { mode: 'certificate', roots: readCertificates(readFileSync(roots, 'utf8'), roots) };
  const found = await verifyModel(await openSignature(Buffer.from(text), trust), models.folder);
  assert.equal(found.valid, true);
  assert.ok(createPublicKey(privateKey).equals((chain[0] as X509Certificate).publicKey));
});

/** What upstream's own shell tests ask for: `scripts/tests/test-verify-*.sh`. */
function upstreamTrust(name: string, tests: string): Trust {
  const pem = (file: string): string => readFileSync(join(tests, 'keys/certificate', file), 'utf8');
  if (name.endsWith('key')) return { mode: 'key', key: readPublicKey(pem('signing-key-pub.pem'), name) };
  if (name.endsWith('certificate')) return { mode: 'certificate', roots: readCertificates(pem('ca-cert.pem'), name) };
  return { mode: 'keyless', identity: 'stefanb@us.ibm.com', issuer: 'https://sigstore.verify.ibm.com/oauth2' };
}

test('the fixtures of model-signing itself verify', {
  skip: checkout === undefined && 'set HORNGATE_MODEL_SIGNING_CHECKOUT to a checkout of sigstore/model-transparency',
}, async () => {
  const tests = join(checkout as string, 'scripts/tests');
  const fixtures = readdirSync(tests).filter((name) => existsSync(join(tests, name, 'model.sig')));
  assert.ok(fixtures.length >= 13);
  for (const name of fixtures) {
    const signaturePath = join(tests, name, 'model.sig');
    const signed = await openSignature(readFileSync(signaturePath), upstreamTrust(name, tests));
    const single = signed.manifest.resources.every(({ path }) => path === '.');
    const found = await verifyModel(signed, join(tests, name, single ? 'signme-1' : ''), { signaturePath, ignore: ['ignore-me'] });
    assert.deepEqual([name, found.differences], [name, []]);
  }
});
