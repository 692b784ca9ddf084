import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import { DEFAULT_POLICY, readPolicy } from './policy.ts';

const key = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ type: 'spki', format: 'pem' });
const signers = { release: { mode: 'key', key }, ci: { mode: 'sigstore', identity: 'ci@example.org', issuer: 'https://id.example.org' } };
const rule = { models: ['models/*'], signers: ['release'] };
const trust = (value: object): unknown => readPolicy({ version: 1, trust: value }).trust;
const both = (value: object, require: unknown) => readPolicy({ version: 1, trust: value, require });
const refused = (pointer: string) => (error: { code: string; message: string }) => error.code === 'HG_USAGE_POLICY' && error.message.includes(`"${pointer}`);

test('the section "trust" says who may sign what', async (t) => {
  await t.test('absent, it asks nothing', () => assert.deepEqual(trust({}), DEFAULT_POLICY.trust));
  await t.test('whole', () => {
    const when = { notBefore: '2026-01-01T00:00:00Z', notAfter: '2027-01-01T00:00:00Z' };
    const revoked = { keys: ['a'.repeat(64)], certificates: ['b'.repeat(64)], artifacts: [`sha256:${'c'.repeat(64)}`] };
    const read = readPolicy({
      version: 1,
      trust: {
        default: 'warn',
        signers: { ...signers, release: { ...signers.release, ...when } },
        rules: [{ ...rule, signers: ['release', 'ci'], threshold: 2 }],
        revoked,
      },
    }).trust;
    assert.deepEqual(read.signers['release'], { ...signers.release, ...when });
    assert.deepEqual(read.signers['ci'], { ...signers.ci, trustedRoot: null, notBefore: null, notAfter: null });
    assert.deepEqual([read.default, read.rules[0]?.threshold, read.revoked], ['warn', 2, revoked]);
  });
  await t.test('where there are rules, a model that none names is denied unless the operator says otherwise', () => {
    assert.equal(readPolicy({ version: 1, trust: { signers, rules: [rule] } }).trust.default, 'deny');
    assert.equal(readPolicy({ version: 1, trust: { signers } }).trust.default, 'warn');
  });
  const wrong: Record<string, object> = {
    '/trust/default': { default: 'allow' },
    '/trust/signers/a/mode': { signers: { a: { mode: 'pgp' } } },
    '/trust/signers/a/key': {
      signers: { a: { mode: 'key', key: `${generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' })}` } },
    },
    '/trust/signers/a/hint': { signers: { a: { mode: 'key', key, hint: 'x' } } },
    '/trust/signers/a/roots': { signers: { a: { mode: 'certificate', roots: 'none' } } },
    '/trust/signers/a/issuer': { signers: { a: { mode: 'sigstore', identity: 'x' } } },
    '/trust/signers/a/notAfter': { signers: { a: { mode: 'key', key, notAfter: '2027-01-01' } } },
    '/trust/signers': { signers: { 'a b': { mode: 'key', key } } },
    '/trust/rules/0/models': { signers, rules: [{ ...rule, models: [] }] },
    '/trust/rules/0/signers': { signers, rules: [{ ...rule, signers: ['nobody'] }] },
    '/trust/rules/0/threshold': { signers, rules: [{ ...rule, threshold: 2 }] },
    '/trust/rules/0/treshold': { signers, rules: [{ ...rule, treshold: 1 }] },
    '/trust/revoked/keys/0': { revoked: { keys: ['A'.repeat(64)] } },
    '/trust/revoked/digests': { revoked: { digests: [] } },
  };
  for (const [pointer, value] of Object.entries(wrong)) await t.test(`refuses ${pointer}`, () => assert.throws(() => trust(value), refused(pointer)));
  await t.test('a signer counts once', () =>
    assert.throws(() => trust({ signers, rules: [{ ...rule, signers: ['release', 'release'], threshold: 2 }] }), refused('/trust/rules/0/signers')),
  );
  await t.test('a threshold of none is none', () =>
    assert.throws(() => trust({ signers, rules: [{ ...rule, threshold: 0 }] }), refused('/trust/rules/0/threshold')),
  );
  await t.test('an end before its beginning', () =>
    assert.throws(
      () => trust({ signers: { a: { mode: 'key', key, notBefore: '2027-01-01T00:00:00Z', notAfter: '2026-01-01T00:00:00Z' } } }),
      refused('/trust/signers/a/notAfter'),
    ),
  );
  for (const glob of ['', 'a/../b', './a', 'a//b', 'a**', '**b/c', 'a[b]', '{a,b}', '!a', 'a?', 'a\\b', 'a/', 7])
    await t.test(`refuses the glob ${JSON.stringify(glob)}`, () =>
      assert.throws(() => trust({ signers, rules: [{ ...rule, models: ['ok', glob] }] }), refused('/trust/rules/0/models')),
    );
});

test('the section "require" says what must be there', async (t) => {
  await t.test('absent, nothing', () => assert.deepEqual(both({}, {}).require, DEFAULT_POLICY.require));
  await t.test('whole', () =>
    assert.deepEqual(
      both({ signers, rules: [rule] }, { pin: true, signature: true, scan: { by: ['ci'], maxAgeDays: 30 }, mlbom: { by: ['release'] } }).require,
      {
        pin: true,
        signature: true,
        attestations: [
          { kind: 'scan', by: ['ci'], maxAgeDays: 30 },
          { kind: 'mlbom', by: ['release'], maxAgeDays: null },
        ],
      },
    ),
  );
  const wrong: Record<string, unknown> = {
    '/require/scan/by': { scan: {} },
    '/require/scan': { scan: true },
    '/require/scan/maxAgeDays': { scan: { by: ['ci'], maxAgeDays: 0 } },
    '/require/privacy': { privacy: { by: ['ci'] } },
    '/require/pin': { pin: 'yes' },
  };
  for (const [pointer, value] of Object.entries(wrong))
    await t.test(`refuses ${pointer}`, () => assert.throws(() => both({ signers }, value), refused(pointer)));
  await t.test('a signature that no rule asks for', () => assert.throws(() => both({ signers }, { signature: true }), refused('/require/signature')));
});
