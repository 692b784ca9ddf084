import { bytesSource } from '../artifact/source.ts';
import { crc32 } from '../artifact/zip/crc32.ts';
import { pureInflate } from '../artifact/zip/inflate.ts';
import { encodeUtf8 } from '../text/utf8.ts';
import { DEFAULT_LIMITS, type Limits } from '../words/limits.ts';
import { type ScanResult, scan } from './scan.ts';

/** Ports without Node. */
export const PURE = { inflate: pureInflate, digests: { crc32 } };

export const scanBytes = (bytes: Uint8Array, path = 'model.keras', limits: Partial<Limits> = {}): ScanResult =>
  scan(bytesSource(bytes), path, PURE, { ...DEFAULT_LIMITS, ...limits });

/** A stored archive of these members, one behind the other, as Python's zipfile writes it (APPNOTE 4.3). */
export function storedZip(members: Readonly<Record<string, Uint8Array | string>>): Uint8Array {
  const records = Object.entries(members).map(([name, data]) => ({ name: encodeUtf8(name), data: typeof data === 'string' ? encodeUtf8(data) : data }));
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  for (const { name, data } of records) {
    const fields = [20, 0, 0, 0, 0x21, crc32(data), data.length, data.length, name.length, 0];
    const local = pack([0x04034b50, ...fields], [4, 2, 2, 2, 2, 2, 4, 4, 4, 2, 2]);
    directory.push(pack([0x02014b50, 20, ...fields, 0, 0, 0, 0, at], [4, 2, 2, 2, 2, 2, 2, 4, 4, 4, 2, 2, 2, 2, 2, 4, 4]), name);
    parts.push(local, name, data);
    at += local.length + name.length + data.length;
  }
  const bytes = directory.reduce((sum, { length }) => sum + length, 0);
  const end = pack([0x06054b50, 0, 0, records.length, records.length, bytes, at, 0], [4, 2, 2, 2, 2, 4, 4, 2]);
  return new Uint8Array(Buffer.concat([...parts, ...directory, end]));
}

function pack(values: readonly number[], widths: readonly number[]): Uint8Array {
  const out = Buffer.alloc(widths.reduce((sum, width) => sum + width, 0));
  let at = 0;
  for (const [index, value] of values.entries()) at = out.writeUIntLE(value, at, widths[index] as number);
  return out;
}
