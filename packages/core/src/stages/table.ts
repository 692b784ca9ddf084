import { decodeUtf8, encodeUtf8, utf8Length } from '../text/utf8.ts';
import { HorngateError } from '../words/error.ts';

/** Texts or 64-bit integers, each once; their order is their index. */
export type Table = { readonly dtype: 'string'; readonly entries: readonly string[] } | { readonly dtype: 'int64'; readonly entries: BigInt64Array };

/** Of all tables of one Program together: in memory, an entry of a few bytes in the file takes some hundred. */
export const MAX_TABLE_ENTRIES = 4_000_000;
export const MAX_TABLE_BYTES = 128 * 1024 * 1024;

const MAGIC = encodeUtf8('HGTABLE1');
const CODES = { string: 1, int64: 2 } as const;
const HEAD = MAGIC.length + 8;

export const tableBytes = (table: Table): number =>
  HEAD + (table.dtype === 'int64' ? 8 * table.entries.length : table.entries.reduce((sum, text) => sum + 4 + utf8Length(text), 0));

/**
 * A table as a file: magic, type u32, count u32, then each integer in 8 bytes, or each text as its length in bytes u32 and UTF-8. Little-endian.
 *
 * The same bytes for the same table.
 */
export function writeTable(table: Table): Uint8Array {
  const bytes = new Uint8Array(tableBytes(table));
  const view = new DataView(bytes.buffer);
  bytes.set(MAGIC);
  view.setUint32(MAGIC.length, CODES[table.dtype], true);
  view.setUint32(MAGIC.length + 4, table.entries.length, true);
  if (table.dtype === 'int64') {
    table.entries.forEach((value, index) => {
      view.setBigInt64(HEAD + 8 * index, value, true);
    });
    return bytes;
  }
  let at = HEAD;
  for (const text of table.entries) {
    const part = encodeUtf8(text);
    view.setUint32(at, part.length, true);
    bytes.set(part, at + 4);
    at += 4 + part.length;
  }
  return bytes;
}

/**
 * Reads a table that another process wrote.
 *
 * @param file - its name, for messages.
 * @throws HG_ARTIFACT_PROGRAM unless it is exactly one, with each entry once; HG_LIMIT_ENTRIES, before anything is allocated for them.
 */
export function readTable(bytes: Uint8Array, file: string): Table {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < HEAD || MAGIC.some((byte, at) => bytes[at] !== byte)) throw wrong(file, 'a table');
  const [code, count] = [view.getUint32(MAGIC.length, true), view.getUint32(MAGIC.length + 4, true)];
  if (count > MAX_TABLE_ENTRIES) throw new HorngateError('HG_LIMIT_ENTRIES', `Cannot accept a table of more than ${MAX_TABLE_ENTRIES} entries: found ${count}`);
  if (code === CODES.int64) return readIntegers(view, count, file);
  if (code === CODES.string) return readTexts(bytes, view, count, file);
  throw wrong(file, 'texts or 64-bit integers');
}

function readIntegers(view: DataView, count: number, file: string): Table {
  if (view.byteLength !== HEAD + 8 * count) throw wrong(file, `${count} integers`);
  const entries = new BigInt64Array(count);
  for (let index = 0; index < count; index++) entries[index] = view.getBigInt64(HEAD + 8 * index, true);
  if (new Set(entries).size !== count) throw wrong(file, 'each integer once');
  return { dtype: 'int64', entries };
}

function readTexts(bytes: Uint8Array, view: DataView, count: number, file: string): Table {
  const entries: string[] = [];
  let at = HEAD;
  for (let index = 0; index < count; index++) {
    const end = at + 4 <= bytes.length ? at + 4 + view.getUint32(at, true) : Number.POSITIVE_INFINITY;
    if (end > bytes.length) throw wrong(file, `${count} texts`);
    const text = decodeUtf8(bytes.subarray(at + 4, end));
    if (text === undefined) throw wrong(file, 'texts in UTF-8');
    entries.push(text);
    at = end;
  }
  if (at !== bytes.length || new Set(entries).size !== count) throw wrong(file, `${count} texts, each once`);
  return { dtype: 'string', entries };
}

const wrong = (file: string, wanted: string): HorngateError =>
  new HorngateError('HG_ARTIFACT_PROGRAM', `Cannot accept the Program as "${file}" must hold ${wanted}`, { where: { member: file } });
