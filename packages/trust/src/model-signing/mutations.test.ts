import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { after, test } from 'node:test';
import { HorngateError } from '@horngate/core/words';
import { makeModels } from './models.testing.ts';
import { FATAL, HARMLESS, loosen, tighten } from './mutations.testing.ts';
import { openSignature } from './open-signature.ts';
import { signByKey } from './sign-model.ts';
import { verifyModel } from './verify-model.ts';

const models = makeModels();
after(models.remove);
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const { text } = await signByKey(models.folder, privateKey);

/** mulberry32: the same mutations in each run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Whether it verifies; everything else must be a code of the table, and no bug of ours. */
async function verifies(bytes: Uint8Array): Promise<boolean> {
  try {
    return (await verifyModel(await openSignature(bytes, { mode: 'key', key: publicKey }), models.folder)).valid;
  } catch (error) {
    assert.ok(error instanceof HorngateError && error.code !== 'HG_INTERNAL', String((error as Error).stack));
    return false;
  }
}

const mutated = ([, change, signed]: (typeof FATAL)[number], seed: number): Buffer => {
  const loose = loosen(text);
  change(loose, seeded(seed));
  return Buffer.from(tighten(loose, privateKey, signed));
};

const ROUNDS = Math.ceil(500 / FATAL.length);

test('500 mutations, signed again by the right key, do not verify', async (t) => {
  for (const mutation of FATAL)
    await t.test(mutation[0], async () => {
      for (let round = 0; round < ROUNDS; round++) assert.equal(await verifies(mutated(mutation, 1 + round)), false, `seed ${1 + round}`);
    });
});

test('changes that say the same verify', async (t) => {
  for (const mutation of HARMLESS) await t.test(mutation[0], async () => assert.equal(await verifies(mutated(mutation, 7)), true));
});

test('2,000 signatures with changed bytes end with a code, and none verifies that says something else', async () => {
  const random = seeded(20261124);
  const bytes = Buffer.from(text);
  for (let round = 0; round < 2000; round++) {
    const copy = Buffer.from(bytes);
    for (let changes = 0; changes <= round % 3; changes++) copy[Math.floor(random() * copy.length)] = Math.floor(random() * 256);
    const cut = round % 5 === 0 ? copy.subarray(0, Math.floor(random() * copy.length)) : copy;
    if (!(await verifies(cut))) continue;
    // What is not signed may change: the key id, names of fields that nobody reads.
    const envelope = JSON.parse(cut.toString()).dsseEnvelope;
    assert.equal(envelope.payload, JSON.parse(text).dsseEnvelope.payload);
  }
});
