import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Signing } from '../words/ports.ts';
import { DEFAULT_TRUST, type TrustedSigner, type TrustPolicy } from '../words/trust-policy.ts';
import { countSigners } from './count-signers.ts';
import { judgeTrust, type SignedModel } from './judge-trust.ts';
import { matchesPlace } from './matches-place.ts';

const always = { notBefore: null, notAfter: null };
const key = (when: Partial<TrustedSigner> = {}): TrustedSigner => ({ mode: 'key', key: 'PEM', ...always, ...when }) as TrustedSigner;
const hint = (letter: string): string => letter.repeat(64);
const by = (name: string, letter = name[0] as string, certificates: readonly string[] = []): Signing => ({ by: name, who: hint(letter), certificates });
const digest = `sha256:${'f'.repeat(64)}` as const;
const policy = (given: Partial<TrustPolicy> = {}): TrustPolicy => ({
  ...DEFAULT_TRUST,
  default: 'deny',
  signers: { alice: key(), bob: key(), carol: key({ notBefore: '2026-02-01T00:00:00Z', notAfter: '2026-03-01T00:00:00Z' }) },
  rules: [{ models: ['release/*'], signers: ['alice', 'bob', 'carol'], threshold: 2 }],
  ...given,
});
const model = (signings: readonly Signing[], given: Partial<SignedModel> = {}): SignedModel => ({
  places: ['/srv/release/a.keras'],
  digests: [digest],
  signings,
  why: [],
  now: '2026-02-15T00:00:00Z',
  ...given,
});

test('confirm/trust: enough of those who may sign a model must have signed it', async (t) => {
  const admits: Record<string, readonly [TrustPolicy, SignedModel]> = {
    'two of three': [policy(), model([by('alice'), by('bob')])],
    'one of them in the last second': [policy(), model([by('alice'), by('carol')], { now: '2026-03-01T00:00:00Z' })],
    'and in the first': [policy(), model([by('alice'), by('carol')], { now: '2026-02-01T00:00:00Z' })],
    'somebody else beside them': [policy(), model([by('alice'), by('dave'), by('bob')])],
    'another key is revoked': [policy({ revoked: { ...DEFAULT_TRUST.revoked, keys: [hint('z')] } }), model([by('alice'), by('bob')])],
  };
  for (const [name, [trust, signed]] of Object.entries(admits))
    await t.test(`admits ${name}`, () => assert.equal(judgeTrust(trust, signed).outcome, 'trusted'));
  const revoked = (given: object): TrustPolicy => policy({ revoked: { ...DEFAULT_TRUST.revoked, ...given } });
  const two = { models: ['**'], signers: ['alice'], threshold: 1 };
  const refuses: Record<string, readonly [TrustPolicy, SignedModel]> = {
    'no signature': [policy(), model([])],
    'one of two': [policy(), model([by('alice')])],
    'one signature twice': [policy(), model([by('alice'), by('alice')])],
    'one key under two names': [policy(), model([by('alice', 'k'), by('bob', 'k')])],
    'two keys under one name': [policy(), model([by('alice', 'k'), by('alice', 'l')])],
    'a stranger': [policy(), model([by('alice'), by('dave')])],
    'a second after the end': [policy(), model([by('alice'), by('carol')], { now: '2026-03-01T00:00:01Z' })],
    'a second before the beginning': [policy(), model([by('alice'), by('carol')], { now: '2026-01-31T23:59:59Z' })],
    'a revoked key': [revoked({ keys: [hint('b')] }), model([by('alice'), by('bob')])],
    'a revoked certificate between': [revoked({ certificates: [hint('c')] }), model([by('alice'), by('bob', 'b', [hint('a'), hint('c')])])],
    'a model that no rule names': [policy(), model([by('alice'), by('bob')], { places: ['/srv/other/a.keras'] })],
    'a second rule, first met by another': [policy({ rules: [two, ...policy().rules] }), model([by('alice')])],
    'and in the other order': [policy({ rules: [...policy().rules, two] }), model([by('alice')])],
    'a rule for what a link leads to': [policy(), model([by('alice')], { places: ['/tmp/x.keras', '/srv/release/a.keras'] })],
  };
  for (const [name, [trust, signed]] of Object.entries(refuses))
    await t.test(`refuses ${name}`, () => assert.throws(() => judgeTrust(trust, signed), { code: 'HG_REFUSED_UNTRUSTED' }));
  await t.test('says why signatures do not count', () =>
    assert.throws(
      () => judgeTrust(policy(), model([by('carol')], { now: '2027-01-01T00:00:00Z', why: ['x.sig is broken'] })),
      /0 did; x\.sig is broken; "carol" could sign until/,
    ),
  );
});

test('confirm/revoked: what was revoked is refused, whoever signed it and whatever the default', async (t) => {
  const revoked = { ...DEFAULT_TRUST.revoked, artifacts: [digest] };
  for (const given of [{}, { default: 'warn' as const }, { default: 'warn' as const, rules: [] }])
    await t.test(JSON.stringify(given), () =>
      assert.throws(() => judgeTrust(policy({ ...given, revoked }), model([by('alice'), by('bob')])), { code: 'HG_REFUSED_REVOKED' }),
    );
  await t.test('one of its files', () =>
    assert.throws(() => judgeTrust(policy({ revoked }), model([by('alice'), by('bob')], { digests: [`sha256:${'0'.repeat(64)}`, digest] })), {
      code: 'HG_REFUSED_REVOKED',
    }),
  );
});

test('a model that no rule names passes with a warning where the policy says so', () => {
  const away = { places: ['/home/me/a.keras'] };
  assert.equal(judgeTrust(policy({ default: 'warn' }), model([], away)).outcome, 'unnamed');
  assert.equal(judgeTrust(DEFAULT_TRUST, model([], away)).outcome, 'unasked');
});

test('signers are counted by the largest matching of names and keys', async (t) => {
  const cases: readonly (readonly [number, readonly Signing[]])[] = [
    [0, []],
    [2, [by('a', 'k'), by('b', 'k'), by('a', 'l')]],
    [2, [by('a', 'k'), by('a', 'l'), by('b', 'k')]],
    [2, [by('a', 'k'), by('b', 'k'), by('c', 'k'), by('a', 'l'), by('a', 'm')]],
    [3, [by('a', 'k'), by('a', 'l'), by('b', 'k'), by('b', 'm'), by('c', 'k')]],
  ];
  for (const [count, signings] of cases)
    await t.test(`${count}: ${signings.map((one) => one.by + one.who[0]).join(' ')}`, () => assert.equal(countSigners(signings), count));
  await t.test('by brute force, on 2,000 sets', () => {
    let seed = 7;
    const next = (n: number): number => {
      seed = (seed * 48_271) % (2 ** 31 - 1);
      return seed % n;
    };
    for (let trial = 0; trial < 2000; trial++) {
      const signings = Array.from({ length: next(7) }, () => by('abcd'[next(4)] as string, 'klmn'[next(4)] as string));
      assert.equal(countSigners(signings), best(signings));
    }
  });
});

/** The largest set of signatures in which no name and no key comes twice. */
function best(signings: readonly Signing[]): number {
  const [first, ...rest] = signings;
  if (first === undefined) return 0;
  return Math.max(best(rest), 1 + best(rest.filter(({ by: name, who }) => name !== first.by && who !== first.who)));
}

test('confirm/globs: a glob names the parts that it seems to name, and no others', async (t) => {
  const matches: readonly (readonly [string, string])[] = [
    ['*.keras', '/srv/a.keras'],
    ['release/*', '/srv/release/a.keras'],
    ['release/**', '/srv/release/x/y/a.keras'],
    ['/srv/**/a.keras', '/srv/a.keras'],
    ['/srv/**/a.keras', '/srv/b/c/a.keras'],
    ['**', '/anything/at/all'],
    ['a*b*c', '/x/aXbbYc'],
    ['**/a/**/b', '/a/x/a/y/b'],
    ['org/model', 'org/model'],
  ];
  const differ: readonly (readonly [string, string])[] = [
    ['release/*', '/srv/release/x/a.keras'],
    ['release/*', '/srv/release'],
    ['release/*', '/srv/prerelease/a.keras'],
    ['release/*', '/srv/Release/a.keras'],
    ['/release/*', '/srv/release/a.keras'],
    ['*.keras', '/srv/a.keras.bak'],
    ['a.keras', '/srv/aXkeras'],
    ['*.keras', '/srv/a.keras/b'],
    ['a*b', '/x/a'],
    ['release/*/x', '/srv/release/x'],
    ['(a+)+', '/aaaa'],
  ];
  for (const [glob, place] of matches) await t.test(`${glob} names ${place}`, () => assert.ok(matchesPlace(glob, place)));
  for (const [glob, place] of differ) await t.test(`${glob} does not name ${place}`, () => assert.equal(matchesPlace(glob, place), false));
  await t.test('a name that is made to cost time costs none', () => {
    const begun = performance.now();
    assert.equal(matchesPlace(`${'*a'.repeat(400)}b`, `/${'a'.repeat(4000)}`), false);
    assert.ok(performance.now() - begun < 2000);
  });
});
