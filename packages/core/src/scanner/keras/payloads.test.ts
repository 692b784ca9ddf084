import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeUtf8 } from '../../text/utf8.ts';
import { dense, object, sequential } from '../check.testing.ts';
import { scanBytes, storedZip } from '../scan.testing.ts';

const base64 = (bytes: Uint8Array | string): string => Buffer.from(bytes as string, 'latin1').toString('base64');
const CALLS = '\x80\x04\x8c\x02os\x8c\x06system\x93\x8c\x02id\x85R.';
const seen = (payload: string): string[] => {
  const config = sequential([{ ...dense(), config: { ...dense().config, name: payload } }]);
  const result = scanBytes(encodeUtf8(JSON.stringify(config)), 'model.json');
  return result.findings.filter(({ check }) => !check.startsWith('keras/')).map(({ check, where }) => `${check} ${where.member}`);
};
const AT = '#/config/layers/1/config/name';

test('a pickle that is a text of the configuration is looked at as a pickle', async (t) => {
  await t.test('of protocol 4', () => assert.deepEqual(seen(base64(CALLS)), [`pickle/unlisted-call ${AT}`]));
  await t.test('broken into lines', () => assert.deepEqual(seen(base64(CALLS).replace(/(.{10})/g, '$1\n')), [`pickle/unlisted-call ${AT}`]));
  await t.test('of protocol 0', () => assert.deepEqual(seen(base64("cos\nsystem\n(S'id'\ntR.")), [`pickle/unlisted-call ${AT}`]));
  await t.test('in an archive', () =>
    assert.deepEqual(seen(base64(storedZip({ 'a.pkl': Buffer.from(CALLS, 'latin1') }))), [`pickle/unlisted-call ${AT}!a.pkl`]),
  );
});

test('scanner/payloads: a pickle in a text of a configuration is followed', () => assert.deepEqual(seen(base64(CALLS)), [`pickle/unlisted-call ${AT}`]));

test('in a `.keras` the place says the member', () => {
  const config = JSON.stringify(sequential([object('TorchModuleWrapper', 'keras.layers', { module: base64(CALLS) })]));
  const result = scanBytes(storedZip({ 'metadata.json': '{"keras_version": "3.15.1"}', 'config.json': config, 'model.weights.h5': '' }));
  assert.ok(result.findings.some(({ check, where }) => check === 'pickle/unlisted-call' && where.member === 'config.json#/config/layers/1/config/module'));
});

test('a template in the configuration of a `.keras` is looked at as a template', () => {
  const config = JSON.stringify(sequential([], { chat_template: '{{ x.__class__ }}' }));
  const result = scanBytes(storedZip({ 'metadata.json': '{"keras_version": "3.15.1"}', 'config.json': config, 'model.weights.h5': '' }));
  assert.deepEqual(
    result.findings.filter(({ check }) => check.startsWith('jinja/')).map(({ where }) => where),
    [{ member: 'config.json', pointer: '/chat_template' }],
  );
});

test('texts that only look alike are data', async (t) => {
  const words = [
    'gAMESgAMESgAMESgAMES',
    'Internationalization',
    'Yellowstone/National',
    'hello world hello world',
    base64('just some words, nothing else'),
    'X'.repeat(64),
    'KKKKKKKKKKKKKKKKKKKKKKKK',
    base64(CALLS).slice(0, 12),
  ];
  for (const word of words) await t.test(word, () => assert.deepEqual(seen(word), []));
});
