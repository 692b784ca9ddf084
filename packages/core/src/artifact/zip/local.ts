import type { ByteSource } from '../../words/ports.ts';
import { Cursor } from '../cursor.ts';
import type { CentralRecord } from './central.ts';
import { type ExtraFields, readExtra, widen } from './extra.ts';

const LOCAL = 0x04034b50;
const LOCAL_BYTES = 30;
const DESCRIPTOR = 0x08074b50;

/** Where a member's bytes stand, and what its local header says otherwise than the directory. */
export interface LocalView {
  /** Of the packed bytes; undefined where there is no local header, or they do not fit before the directory. */
  readonly dataOffset: number | undefined;
  /** Behind the packed bytes and their descriptor. */
  readonly end: number;
  readonly mismatches: readonly string[];
  readonly descriptorMismatch: boolean;
}

/**
 * Compares APPNOTE 4.3.7 (local header) and 4.3.9 (data descriptor) with the directory: readers that walk the file and readers that use the directory must
 * see the same archive.
 */
export function readLocal(source: ByteSource, record: CentralRecord, directory: number): LocalView {
  const at = record.offset;
  const missing = { dataOffset: undefined, end: at, mismatches: [], descriptorMismatch: false };
  if (at < 0 || at + LOCAL_BYTES > directory) return missing;
  const cursor = new Cursor(source.read(at, LOCAL_BYTES), { code: 'HG_ARTIFACT_ZIP', base: at });
  if (cursor.u32() !== LOCAL) return missing;
  const fixed = { versionNeeded: cursor.u16(), flags: cursor.u16(), method: cursor.u16(), time: cursor.u32(), crc32: cursor.u32() };
  const [packedBytes, bytes, nameLength, extraLength] = [cursor.u32(), cursor.u32(), cursor.u16(), cursor.u16()];
  const dataOffset = at + LOCAL_BYTES + nameLength + extraLength;
  if (dataOffset + record.packedBytes > directory) return missing;

  const variable = source.read(at + LOCAL_BYTES, nameLength + extraLength);
  const extra = readExtra(variable.subarray(nameLength));
  const mismatches = [
    ...differences(record, fixed),
    ...(sameBytes(variable.subarray(0, nameLength), record.name) ? [] : ['name']),
    ...sizeDifferences(record, fixed.crc32, [bytes, packedBytes], extra),
  ];
  const dataEnd = dataOffset + record.packedBytes;
  if ((record.flags & 8) === 0) return { dataOffset, end: dataEnd, mismatches, descriptorMismatch: false };
  const length = descriptorLength(source, record, dataEnd, directory, extra.zip64 !== undefined);
  return { dataOffset, end: dataEnd + (length ?? 0), mismatches, descriptorMismatch: length === undefined };
}

type Fixed = Pick<CentralRecord, 'flags' | 'method' | 'time' | 'versionNeeded'>;

function differences(record: CentralRecord, local: Fixed): string[] {
  const names = ['flags', 'method', 'time'] as const;
  return names.filter((name) => local[name] !== record[name]);
}

/** 4.4.4, bit 3: the local header may leave sizes and checksum at zero when a descriptor follows. */
function sizeDifferences(record: CentralRecord, crc32: number, sizes: readonly number[], extra: ExtraFields): string[] {
  if (extra.broken) return ['extra field'];
  const [bytes, packedBytes] = widen(sizes, extra.zip64) ?? [];
  const differs = (local: number | undefined, central: number): boolean => local !== central && !(record.flags & 8 && local === 0);
  const found = [];
  if (differs(crc32, record.crc32)) found.push('CRC-32');
  if (differs(bytes, record.bytes)) found.push('size');
  if (differs(packedBytes, record.packedBytes)) found.push('packed size');
  return found;
}

/** 4.3.9: with or without a signature, sizes of 8 bytes where the local header has a ZIP64 field (4.3.9.2). @returns undefined when it does not repeat the directory. */
function descriptorLength(source: ByteSource, record: CentralRecord, at: number, directory: number, wide: boolean): number | undefined {
  const body = wide ? 20 : 12;
  for (const signature of [4, 0]) {
    if (at + signature + body > directory) continue;
    const cursor = new Cursor(source.read(at, signature + body), { code: 'HG_ARTIFACT_ZIP', base: at });
    if (signature > 0 && cursor.u32() !== DESCRIPTOR) continue;
    const crc32 = cursor.u32();
    const [packed, bytes] = wide ? [cursor.bigU64(), cursor.bigU64()] : [BigInt(cursor.u32()), BigInt(cursor.u32())];
    if (crc32 === record.crc32 && packed === BigInt(record.packedBytes) && bytes === BigInt(record.bytes)) return signature + body;
  }
  return undefined;
}

const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && a.every((byte, at) => byte === b[at]);
