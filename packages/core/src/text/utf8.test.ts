import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeUtf8, encodeUtf8, hasLoneSurrogate, invalidUtf8At } from './utf8.ts';

/** All sequences of up to four bytes out of those where UTF-8 changes its mind (Unicode 15, table 3-7). */
const EDGES = [0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xed, 0xef, 0xf0, 0xf1, 0xf4, 0xf5, 0xff];

test('UTF-8 is read as the WHATWG decoder of Node reads it', () => {
  const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const lenient = new TextDecoder('utf-8', { ignoreBOM: true });
  for (const a of EDGES)
    for (const b of EDGES)
      for (const c of EDGES)
        for (const d of [0x41, 0x80, 0xbf, 0xe1]) {
          const bytes = Uint8Array.of(a, b, c, d, 0x42);
          assert.equal(decodeUtf8(bytes, 'replace'), lenient.decode(bytes));
          const expected = attempt(() => strict.decode(bytes));
          assert.equal(decodeUtf8(bytes), expected);
          assert.equal(invalidUtf8At(bytes) === undefined, expected !== undefined);
        }
});

test('Text goes to bytes and back', async (t) => {
  for (const text of ['', 'a', 'é€😀', '\0', '\ufeff', 'x'.repeat(20_000), '😀'.repeat(9000)])
    await t.test(JSON.stringify(text.slice(0, 8)), () => {
      assert.deepEqual(encodeUtf8(text), new TextEncoder().encode(text));
      assert.equal(decodeUtf8(encodeUtf8(text)), text);
    });
  await t.test('lone surrogates pass or are replaced', () => {
    const lone = 'a\ud800b\udfff';
    assert.ok(hasLoneSurrogate(lone) && !hasLoneSurrogate('😀'));
    assert.equal(decodeUtf8(encodeUtf8(lone, 'surrogatepass'), 'surrogatepass'), lone);
    assert.equal(decodeUtf8(encodeUtf8(lone, 'surrogatepass')), undefined);
    assert.deepEqual(encodeUtf8(lone), new TextEncoder().encode(lone));
  });
});

function attempt(decode: () => string): string | undefined {
  try {
    return decode();
  } catch {
    return undefined;
  }
}
