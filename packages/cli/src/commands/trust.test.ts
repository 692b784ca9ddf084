import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { chmodSync, copyFileSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { attest, type Claim } from '@horngate/trust/attestation';

const at = (path: string): string => fileURLToPath(new URL(`../../../../${path}`, import.meta.url));
const [A, B] = ['a', 'b'].map((name) => at(`conformance/confirm/canary-${name}.keras`)) as [string, string];
const HOUR = 3_600_000;

interface Pair {
  readonly secret: KeyObject;
  readonly pem: string;
  readonly file: string;
}

function keyIn(folder: string, name: string): Pair {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const file = join(folder, `${name}.pem`);
  writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  return { secret: privateKey, pem: String(publicKey.export({ type: 'spki', format: 'pem' })), file };
}

/** A folder with two models, two signers whom a policy can know, and a stranger. */
function workshop(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'horngate-trust-'));
  chmodSync(folder, 0o755); // a guest's user must reach what is staged there
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  copyFileSync(A, join(folder, 'a.keras'));
  copyFileSync(B, join(folder, 'b.keras'));
  writeFileSync(join(folder, 'x.json'), '{"x": [[1, 2]]}');
  const keys = { alice: keyIn(folder, 'alice'), bob: keyIn(folder, 'bob'), eve: keyIn(folder, 'eve') };
  const horngate = (...args: string[]) => {
    const env = { PATH: process.env['PATH'], HORNGATE_HOME: join(folder, 'home') };
    return spawnSync(process.execPath, [at('packages/cli/bin/horngate.js'), ...args], { cwd: folder, env, encoding: 'utf8' });
  };
  const signers = { alice: { mode: 'key', key: keys.alice.pem }, bob: { mode: 'key', key: keys.bob.pem } };
  const run = (model: string, sections: object, ...more: string[]): string => {
    writeFileSync(join(folder, 'policy.json'), JSON.stringify({ version: 1, ...sections }));
    const { status, stderr } = horngate('run', model, '--input', 'x.json', '--policy', 'policy.json', '--json', ...more);
    return status === 0 ? 'runs' : (/HG_\w+/.exec(stderr)?.[0] ?? `${status}: ${stderr}`);
  };
  return { folder, keys, signers, horngate, run };
}

test('confirm/trust: a model runs where those who must have signed it have, and nobody revoked it', async (t) => {
  const { folder, signers, horngate, run } = workshop(t);
  const trust = { signers, rules: [{ models: ['a.keras'], signers: ['alice', 'bob'], threshold: 1 }] };
  const sign = (key: string, model: string, out: string) => assert.equal(horngate('sign', '--key', key, '--signature', out, model).status, 0);
  await t.test('unsigned', () => assert.equal(run('a.keras', { trust }), 'HG_REFUSED_UNTRUSTED'));
  await t.test('that no rule names', () => assert.equal(run('b.keras', { trust }), 'HG_REFUSED_UNTRUSTED'));
  sign('eve.pem', 'a.keras', 'a.keras.sig');
  await t.test('signed by a stranger', () => assert.equal(run('a.keras', { trust }), 'HG_REFUSED_UNTRUSTED'));
  rmSync(join(folder, 'a.keras.sig'));
  sign('alice.pem', 'b.keras', 'a.keras.sig');
  await t.test('with the signature of another model', () => assert.equal(run('a.keras', { trust }), 'HG_REFUSED_UNTRUSTED'));
  rmSync(join(folder, 'a.keras.sig'));
  sign('alice.pem', 'a.keras', 'a.keras.sig');
  await t.test('signed', () => assert.equal(run('a.keras', { trust }), 'runs'));
  const both = { ...trust, rules: [{ ...trust.rules[0], threshold: 2 }] };
  cpSync(join(folder, 'a.keras.sig'), join(folder, 'again.sig'));
  await t.test('a warm start, by a later policy that asks for two: one key twice is one', () =>
    assert.equal(run('a.keras', { trust: both }, '--signature', 'again.sig'), 'HG_REFUSED_UNTRUSTED'),
  );
  sign('bob.pem', 'a.keras', 'second.sig');
  await t.test('signed by two', () => assert.equal(run('a.keras', { trust: both }, '--signature', 'second.sig'), 'runs'));
  const past = { ...trust, signers: { ...signers, alice: { ...signers.alice, notAfter: '2020-01-01T00:00:00Z' } } };
  await t.test('after the time of its signer', () => assert.equal(run('a.keras', { trust: past }), 'HG_REFUSED_UNTRUSTED'));
  const subject = JSON.parse(horngate('inspect', 'a.keras', '--json').stdout).subject;
  await t.test('revoked', () => assert.equal(run('a.keras', { trust: { ...trust, revoked: { artifacts: [subject] } } }), 'HG_REFUSED_REVOKED'));
});

test('confirm/require: a model starts only where what the policy requires was attested of it, by those who may, and not long ago', async (t) => {
  const { folder, keys, signers, horngate, run } = workshop(t);
  const sections = { trust: { signers }, require: { scan: { by: ['alice'], maxAgeDays: 30 }, conversion: { by: ['bob'] } } };
  await t.test('nothing is attested', () => assert.equal(run('a.keras', sections), 'HG_REFUSED_REQUIRED'));
  const attested = (kind: string, key: string, model = 'a.keras') => horngate('sign', '--attest', kind, '--key', key, model, '--json');
  assert.equal(attested('scan', 'alice.pem').status, 0);
  await t.test('the conversion is not', () => assert.equal(run('a.keras', sections), 'HG_REFUSED_REQUIRED'));
  assert.equal(attested('conversion', 'bob.pem').status, 0);
  await t.test('both are', () => assert.equal(run('a.keras', sections), 'runs'));
  await t.test('and is confirmed by itself', () => {
    const pem = join(folder, 'alice.pub');
    writeFileSync(pem, keys.alice.pem);
    assert.equal(horngate('verify', 'a.keras', '--attestation', 'a.keras.scan.att.json', '--key', pem).status, 0);
    assert.equal(horngate('verify', 'b.keras', '--attestation', 'a.keras.scan.att.json', '--key', pem).status, 1);
  });
  await t.test('replayed to another model', () => {
    for (const kind of ['scan', 'conversion']) cpSync(join(folder, `a.keras.${kind}.att.json`), join(folder, `b.keras.${kind}.att.json`));
    assert.equal(run('b.keras', sections), 'HG_REFUSED_REQUIRED');
  });
  const { subject } = JSON.parse(horngate('inspect', 'a.keras', '--json').stdout);
  const write = (change: Partial<Claim>, key = keys.alice.secret): void => {
    const time = `${new Date(Date.now() - HOUR).toISOString().slice(0, 19)}Z`;
    writeFileSync(
      join(folder, 'a.keras.scan.att.json'),
      attest({ kind: 'scan', name: 'a', digest: subject, time, says: { verdict: 'admit' }, ...change }, key),
    );
  };
  const cases: Record<string, [() => void, string]> = {
    'an hour old': [() => write({}), 'runs'],
    'stale by a minute': [() => write({ time: `${new Date(Date.now() - 30 * 24 * HOUR - 60_000).toISOString().slice(0, 19)}Z` }), 'HG_REFUSED_REQUIRED'],
    'of tomorrow': [() => write({ time: `${new Date(Date.now() + 24 * HOUR).toISOString().slice(0, 19)}Z` }), 'HG_REFUSED_REQUIRED'],
    'of a scan that refused': [() => write({ says: { verdict: 'refuse' } }), 'HG_REFUSED_REQUIRED'],
    'without a verdict': [() => write({ says: {} }), 'HG_REFUSED_REQUIRED'],
    'by another whom the policy knows': [() => write({}, keys.bob.secret), 'HG_REFUSED_REQUIRED'],
    'by a stranger': [() => write({}, keys.eve.secret), 'HG_REFUSED_REQUIRED'],
    'of another kind': [() => write({ kind: 'mlbom' }), 'HG_REFUSED_REQUIRED'],
    'no JSON at all': [() => writeFileSync(join(folder, 'a.keras.scan.att.json'), '{"a":'), 'HG_REFUSED_REQUIRED'],
  };
  for (const [name, [make, outcome]] of Object.entries(cases))
    await t.test(`a scan ${name}`, () => {
      make();
      assert.equal(run('a.keras', sections), outcome);
    });
  await t.test('a pin', () => {
    assert.equal(run('a.keras', { require: { pin: true } }), 'HG_REFUSED_REQUIRED');
    assert.equal(horngate('pin', 'a.keras').status, 0);
    assert.equal(run('a.keras', { require: { pin: true } }), 'runs');
  });
  await t.test('a bill of materials, signed', () => assert.equal(attested('mlbom', 'alice.pem').status, 0));
});
