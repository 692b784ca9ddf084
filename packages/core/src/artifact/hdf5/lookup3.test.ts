import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lookup3 } from './lookup3.ts';

const hash = (text: string): number => lookup3(Buffer.from(text, 'latin1'));

test('lookup3 says what its author says, and what libhdf5 wrote into the fixtures', () => {
  assert.equal(hash(''), 0xdeadbeef); // lookup3.c, driver5
  assert.equal(hash('Four score and seven years ago'), 0x17770551); // lookup3.c, driver5
});

test('lookup3 sees each bit of each byte, at every length around its step of twelve', () => {
  for (let length = 1; length < 40; length++) {
    const bytes = Uint8Array.from({ length }, (_, n) => n * 7);
    const seen = new Set([lookup3(bytes)]);
    for (let bit = 0; bit < length * 8; bit++) {
      const changed = Uint8Array.from(bytes);
      changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7));
      seen.add(lookup3(changed));
    }
    assert.equal(seen.size, length * 8 + 1);
  }
});
