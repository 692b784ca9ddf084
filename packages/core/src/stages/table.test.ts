import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HorngateError } from '../words/error.ts';
import { MAX_TABLE_ENTRIES, readTable, type Table, writeTable } from './table.ts';

const texts: Table = { dtype: 'string', entries: ['', 'a', 'ü\n', '👨‍👩‍👧'] };
const integers: Table = { dtype: 'int64', entries: BigInt64Array.of(0n, -5n, 2n ** 63n - 1n) };

for (const table of [texts, integers, { dtype: 'string', entries: [] } as Table])
  test(`a table of ${table.entries.length} ${table.dtype} comes back as it was`, () => {
    assert.deepEqual(readTable(writeTable(table), 'table-0.table'), table);
  });

function changed(table: Table, change: (bytes: Uint8Array, view: DataView) => Uint8Array | undefined): Uint8Array {
  const bytes = writeTable(table);
  return change(bytes, new DataView(bytes.buffer)) ?? bytes;
}

for (const [why, bytes, code] of [
  ['no bytes', new Uint8Array(), 'HG_ARTIFACT_PROGRAM'],
  ['another magic', changed(texts, (b) => b.fill(0, 0, 1)), 'HG_ARTIFACT_PROGRAM'],
  ['another type', changed(texts, (_, v) => v.setUint32(8, 3, true) as undefined), 'HG_ARTIFACT_PROGRAM'],
  ['fewer entries than it has', changed(texts, (_, v) => v.setUint32(12, 3, true) as undefined), 'HG_ARTIFACT_PROGRAM'],
  ['more entries than it has', changed(texts, (_, v) => v.setUint32(12, 5, true) as undefined), 'HG_ARTIFACT_PROGRAM'],
  ['more integers than it has', changed(integers, (_, v) => v.setUint32(12, 4, true) as undefined), 'HG_ARTIFACT_PROGRAM'],
  ['more entries than any may have', changed(texts, (_, v) => v.setUint32(12, MAX_TABLE_ENTRIES + 1, true) as undefined), 'HG_LIMIT_ENTRIES'],
  ['a text past the end', changed(texts, (_, v) => v.setUint32(16, 2 ** 32 - 1, true) as undefined), 'HG_ARTIFACT_PROGRAM'],
  ['a text that is no UTF-8', changed(texts, (b) => b.fill(0xff, 24, 25)), 'HG_ARTIFACT_PROGRAM'],
  ['a text twice', writeTable({ dtype: 'string', entries: ['a', 'a'] }), 'HG_ARTIFACT_PROGRAM'],
  ['an integer twice', writeTable({ dtype: 'int64', entries: BigInt64Array.of(1n, 1n) }), 'HG_ARTIFACT_PROGRAM'],
  ['bytes behind it', Uint8Array.of(...writeTable(texts), 0), 'HG_ARTIFACT_PROGRAM'],
] as const)
  test(`a table with ${why} is refused`, () => {
    assert.throws(() => readTable(bytes, 'table-0.table'), { code });
  });

test('a table that ends anywhere is refused', () => {
  for (const table of [texts, integers]) {
    const bytes = writeTable(table);
    for (let end = 0; end < bytes.length; end++) assert.throws(() => readTable(bytes.subarray(0, end), 'x'), HorngateError);
  }
});
