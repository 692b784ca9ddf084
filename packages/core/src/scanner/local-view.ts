import type { ZipAnomalyKind } from '../artifact/anomalies.ts';
import { bytesSource, slice } from '../artifact/source.ts';
import type { LocalMember } from '../artifact/zip/local-members.ts';
import { localMembers } from '../artifact/zip/local-members.ts';
import type { ZipArchive } from '../artifact/zip/zip.ts';
import type { ByteSource } from '../words/ports.ts';
import type { Parts } from './parts.ts';
import type { Scope } from './scope.ts';
import type { Inner } from './seen.ts';

/** Where one of these is seen, a reader that walks the file may see other members than one that uses the directory. */
const DIFFERENT: ReadonlySet<ZipAnomalyKind> = new Set<ZipAnomalyKind>([
  'zip/count-mismatch',
  'zip/encrypted',
  'zip/gap',
  'zip/local-mismatch',
  'zip/local-missing',
  'zip/overlap',
  'zip/prefix-data',
  'zip/several-ends',
  'zip/stored-size',
  'zip/trailing-data',
  'zip/zip64-mismatch',
]);

/**
 * Members that only the local headers of an archive show, or show otherwise: readers that walk the file unpack these. They are looked at where both views
 * differ, and all of them where there is no directory.
 */
export function localView(source: ByteSource, archive: ZipArchive | undefined, scope: Scope, zip: Parts): Inner[] {
  if (archive !== undefined && !archive.anomalies.some(({ kind }) => DIFFERENT.has(kind))) return [];
  const known = new Set((archive?.entries ?? []).map((one) => keyOf({ ...one, dataOffset: one.dataOffset ?? -1 })));
  const found = zip.attempt(undefined, () => [...localMembers(source, scope.limits.maxEntries)]) ?? [];
  return found.filter((one) => !known.has(keyOf(one)) && !(one.flags & 1)).map((one) => scope.inside(one.path, () => openLocal(source, one, scope)));
}

const keyOf = ({ path, method, dataOffset, packedBytes, flags }: Omit<LocalMember, 'bytes'>): string =>
  JSON.stringify([path, method, dataOffset, packedBytes, flags & 1]);

function openLocal(source: ByteSource, { method, dataOffset, bytes, packedBytes }: LocalMember, scope: Scope): ByteSource {
  if (method === 0) return slice(source, dataOffset, packedBytes ?? bytes);
  const room = scope.unpackable();
  const packed = source.read(dataOffset, Math.min(room, packedBytes ?? source.size - dataOffset));
  const out = scope.ports.inflate.member(packed, 0, Math.min(room, Math.max(1 << 20, packed.length * scope.limits.maxRatio))).bytes;
  scope.unpacked(out.length);
  return bytesSource(out);
}
