import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeBase64 } from './base64.ts';
import { isMarshalledCode, marshalledNames } from './marshal.ts';

test('base64 is read as Node reads it', () => {
  for (const text of ['', 'a', 'ab', 'abc', 'hello world, hello world', '\u0000\u0001\u00ff'.repeat(50)]) {
    const encoded = Buffer.from(text, 'latin1').toString('base64');
    assert.deepEqual(Buffer.from(decodeBase64(encoded, 1000)), Buffer.from(text, 'latin1'));
    assert.equal(decodeBase64(encoded, 3).length, Math.min(3, text.length));
  }
  assert.deepEqual(Buffer.from(decodeBase64('aGVs\nbG8=', 99)).toString(), 'hello');
  assert.deepEqual(Buffer.from(decodeBase64('!a\u00e9GV-s', 99)).toString(), 'hel');
});

test('marshalled code is known by its start, and nothing else is', () => {
  const code = (first: string, argCount: string) => isMarshalledCode(Buffer.from(`${first}${argCount}000000${'00'.repeat(40)}`, 'hex').toString('base64'));
  assert.ok(code('e3', '00') && code('e3', '03') && code('63', '01') && code('e3', 'ff'));
  assert.ok(isMarshalledCode(`\n!!${Buffer.from(`e301000000${'00'.repeat(40)}`, 'hex').toString('base64')}`));
  assert.ok(!code('80', '00') && !code('fb', '01') && !isMarshalledCode('4wEAAAAA') && !isMarshalledCode('x'.repeat(1000)));
});

test('names in marshalled code are listed, however broken it is', () => {
  const bytes = Uint8Array.of(0xe3, 0xda, 2, 0x6f, 0x73, 0x7a, 4, 0x65, 0x76, 0x61, 0x6c, 0xda, 200, 0x61, 0xfa, 3, 1, 2, 3);
  assert.deepEqual(marshalledNames(Buffer.from(bytes).toString('base64')), ['os', 'eval']);
  assert.deepEqual(marshalledNames(''), []);
  assert.ok(
    marshalledNames(Buffer.from(Array.from({ length: 9000 }, (_, n) => `z\u0004n${String(n).padStart(3, '0')}`).join('')).toString('base64')).length <= 12,
  );
});
