import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { proveChain } from './prove-chain.ts';

interface Case {
  readonly name: string;
  /** Why OpenSSL, or model-signing's rule for the leaf, refuses; null where neither does. */
  readonly refused: string | null;
  readonly stricter?: string;
  readonly looser?: string;
  readonly chain: readonly string[];
  readonly roots: readonly string[];
}

const { cases }: { cases: readonly Case[] } = JSON.parse(
  readFileSync(new URL('../../../../../conformance/model-signing/chains.json', import.meta.url), 'utf8'),
);
const read = (all: readonly string[]): X509Certificate[] => all.map((one) => new X509Certificate(Buffer.from(one, 'base64')));
const refused = { code: 'HG_REFUSED_SIGNATURE' };

test('trust/chain: a chain is valid where OpenSSL says so, and where we differ there is a reason', async (t) => {
  for (const { name, refused: why, stricter, looser, chain, roots } of cases)
    await t.test(name, () => {
      if ((why === null && stricter === undefined) || looser !== undefined)
        assert.equal(proveChain(read(chain), read(roots)).leaf.fingerprint256, read(chain)[0]?.fingerprint256);
      else assert.throws(() => proveChain(read(chain), read(roots)), refused);
    });
});

test('a chain is refused with no roots, with no certificate, and with a certificate of another chain', () => {
  const [one, two] = cases.filter(({ refused: why }) => why === null) as [Case, Case];
  assert.throws(() => proveChain(read(one.chain), []), refused);
  assert.throws(() => proveChain([], read(one.roots)), refused);
  assert.throws(() => proveChain(read(one.chain), read(two.roots)), refused);
});

test('certificates that could all issue each other end the search', () => {
  const { chain, roots } = cases.find(({ name }) => name === 'CAs that issue each other') as Case;
  const many = Array.from({ length: 16 }, () => read(chain)).flat();
  const begun = performance.now();
  assert.throws(() => proveChain(many, read(roots)), refused);
  assert.ok(performance.now() - begun < 5000);
});
