import type { ZipArchive, ZipEntry } from '../../artifact/zip/zip.ts';
import type { ByteSource } from '../../words/ports.ts';
import type { Scope } from '../scope.ts';
import type { Inner } from '../seen.ts';
import type { ArchiveKind } from './archive-kind.ts';

/** An archive of no kind that we know more of: each member is looked at by its content. */
export const plain: ArchiveKind = {
  kind: 'zip',
  accepts: () => true,
  scan: (archive, scope) => archive.entries.filter(({ directory }) => !directory).map((entry) => memberInside(archive, entry, scope)),
};

/** One member, looked at as a file of its own; damage is an anomaly of the archive, and what is there is looked at all the same. */
export const memberInside = (archive: ZipArchive, entry: ZipEntry, scope: Scope): Inner => scope.inside(entry.path, () => openMember(archive, entry, scope));

export function openMember(archive: ZipArchive, entry: ZipEntry, scope: Scope): ByteSource {
  const source = archive.look(entry, scope.unpackable());
  if (entry.method !== 0) scope.unpacked(source.size);
  return source;
}
