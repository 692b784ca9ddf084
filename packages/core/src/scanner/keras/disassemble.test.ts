import assert from 'node:assert/strict';
import { test } from 'node:test';
import { disassemble } from './disassemble.ts';

/** `base64(marshal.dumps((lambda x: __import__('os').system('id')).__code__))` by each version. */
const LAMBDAS: Readonly<Record<string, string>> = {
  '3.8':
    '4wEAAAAAAAAAAAAAAAEAAAADAAAAQwAAAHMOAAAAdABkAYMBoAFkAqEBUwApA07aAm9z2gJpZCkC2gpfX2ltcG9ydF9f2gZzeXN0ZW0pAdoBeKkAcgYAAADaCDxzdHJpbmc+2gg8bGFtYmRhPgEAAADzAAAAAA==',
  '3.9':
    '4wEAAAAAAAAAAAAAAAEAAAADAAAAQwAAAHMOAAAAdABkAYMBoAFkAqEBUwApA07aAm9z2gJpZCkC2gpfX2ltcG9ydF9f2gZzeXN0ZW0pAdoBeKkAcgYAAADaCDxzdHJpbmc+2gg8bGFtYmRhPgEAAADzAAAAAA==',
  '3.10':
    '4wEAAAAAAAAAAAAAAAEAAAADAAAAQwAAAHMOAAAAdABkAYMBoAFkAqEBUwApA07aAm9z2gJpZCkC2gpfX2ltcG9ydF9f2gZzeXN0ZW0pAdoBeKkAcgYAAADaCDxzdHJpbmc+2gg8bGFtYmRhPgEAAABzAgAAAA4A',
  '3.11':
    '4wEAAAAAAAAAAAAAAAMAAAADAAAA80YAAACXAHQBAAAAAAAAAAAAAGQBpgEAAKsBAAAAAAAAAACgAQAAAAAAAAAAAAAAAAAAAAAAAAAAZAKmAQAAqwEAAAAAAAAAAFMAKQNO2gJvc9oCaWQpAtoKX19pbXBvcnRfX9oGc3lzdGVtKQHaAXhzAQAAACD6CDxzdHJpbmc++gg8bGFtYmRhPnIIAAAAAQAAAHMcAAAAgACNKpBU0Qoa1Aoa1woh0gohoCTRCifUCieAAPMAAAAA',
  '3.12':
    '4wEAAAAAAAAAAAAAAAMAAAADAAAA8zYAAACXAHQBAAAAAAAAAABkAasBAAAAAAAAagMAAAAAAAAAAAAAAAAAAAAAAABkAqsBAAAAAAAAUwApA07aAm9z2gJpZCkC2gpfX2ltcG9ydF9f2gZzeXN0ZW0pAdoBeHMBAAAAIPoIPHN0cmluZz76CDxsYW1iZGE+cggAAAABAAAAcxYAAACAAIwqkFTTChrXCiHRCiGgJNMKJ4AA8wAAAAA=',
  '3.13':
    '4wEAAAAAAAAAAAAAAAMAAAADAAAA8zYAAACVAFsBAAAAAAAAAABTATUBAAAAAAAAUgMAAAAAAAAAAAAAAAAAAAAAAABTAjUBAAAAAAAAJAApA07aAm9z2gJpZCkC2gpfX2ltcG9ydF9f2gZzeXN0ZW0pAdoBeHMBAAAAINoIPHN0cmluZz7aCDxsYW1iZGE+cggAAAABAAAAcxQAAACAAIwqkFTTChrXCiHRCiGgJNQKJ/MAAAAA',
};

test('marshalled code of each version is listed', async (t) => {
  for (const [version, code] of Object.entries(LAMBDAS))
    await t.test(version, () => {
      const listed = disassemble(Buffer.from(code, 'base64')) ?? '';
      assert.match(listed, /^constants: None, "os", "id"; op-codes of CPython 3\.\d+: LOAD_GLOBAL "__import__", LOAD_CONST "os", /);
      assert.match(listed, /(?:LOAD_METHOD|LOAD_ATTR) "system", LOAD_CONST "id", .*RETURN_VALUE$/);
      if (Number(version.slice(2)) >= 11) assert.ok(listed.includes(`CPython ${version}:`), 'the layout before 3.11 is the same for three versions');
    });
});

test('what is no code gives nothing, and hostile bytes cost no more than their length', () => {
  assert.equal(disassemble(new Uint8Array()), undefined);
  assert.equal(disassemble(Uint8Array.of(0xe3, 0, 0, 0, 0)), undefined);
  assert.equal(disassemble(new Uint8Array(100_000).fill(0x28)), undefined);
  assert.equal(disassemble(Uint8Array.of(0x28, 0xff, 0xff, 0xff, 0xff)), undefined);
  let state = 11;
  const next = (below: number): number => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * below);
  };
  const seeds = Object.values(LAMBDAS).map((code) => Buffer.from(code, 'base64'));
  for (let round = 0; round < 4000; round++) {
    const bytes = Uint8Array.from(seeds[round % seeds.length] as Buffer);
    for (let edits = 1 + next(3); edits > 0; edits--) bytes[next(bytes.length)] = next(256);
    assert.doesNotThrow(() => disassemble(bytes));
  }
});
