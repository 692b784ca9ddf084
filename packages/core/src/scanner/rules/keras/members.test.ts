import assert from 'node:assert/strict';
import { test } from 'node:test';
import { entry, found, json, kerasSubject, ORDINARY, object, sequential } from '../../check.testing.ts';
import { pickleMember } from './pickle-member.ts';
import { unknownMember } from './unknown-member.ts';

const plain = json(sequential([]));
const lookup = json(sequential([object('StringLookup', 'keras.layers', {})]));
const members = (check: typeof unknownMember, config: typeof plain, extra: readonly string[]) =>
  found(check, kerasSubject(config, { members: extra })).map(({ where }) => where.member);

test('keras/unknown-member reports', async (t) => {
  for (const path of ['setup.py', 'config.yaml', 'Config.json', 'model.weights.h5.bak', 'assets', 'assets/a/vocabulary.txt', 'x/config.json', ''])
    await t.test(`the member ${JSON.stringify(path)}`, () => assert.deepEqual(members(unknownMember, plain, [path]), [path]));
  await t.test('a member that is not there', () => {
    const [finding, ...more] = found(unknownMember, { ...kerasSubject(plain), members: [entry('config.json'), entry('metadata.json')] });
    assert.match(finding?.message ?? '', /no member "model.weights.h5"/);
    assert.deepEqual(more, []);
  });
});

test('keras/unknown-member stays silent', async (t) => {
  await t.test('about assets of lookups', () =>
    assert.deepEqual(members(unknownMember, lookup, ['assets/', 'assets/layers/string_lookup/vocabulary.txt']), []),
  );
  await t.test('about kinds that another check reports', () => assert.deepEqual(members(unknownMember, plain, ['extra.pkl']), []));
  for (const { name, subject } of ORDINARY) await t.test(`as real Keras wrote it: ${name}`, () => assert.deepEqual(found(unknownMember, subject), []));
});

test('keras/pickle-member reports', async (t) => {
  for (const path of ['model.weights.npz', 'extra.pkl', 'a/b.PICKLE', 'weights.pt', 'assets/x.joblib', 'x.npy'])
    await t.test(path, () => assert.deepEqual(members(pickleMember, lookup, [path]), [path]));
});

test('keras/pickle-member stays silent', async (t) => {
  for (const path of ['assets/vocabulary.txt', 'pickle', 'x.pkl.txt', 'npz', 'setup.py', 'model.weights.h5'])
    await t.test(path, () => assert.deepEqual(members(pickleMember, lookup, [path]), []));
  for (const { name, subject } of ORDINARY) await t.test(`as real Keras wrote it: ${name}`, () => assert.deepEqual(found(pickleMember, subject), []));
});
