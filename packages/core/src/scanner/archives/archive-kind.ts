import type { ZipArchive } from '../../artifact/zip/zip.ts';
import type { Parts } from '../parts.ts';
import type { Scope } from '../scope.ts';
import type { Inner } from '../seen.ts';

/** What an archive is, by its members: a `.keras`, a checkpoint of PyTorch, or just an archive. */
export interface ArchiveKind {
  readonly kind: string;
  accepts(archive: ZipArchive): boolean;
  /** Looks into the members. @param zip - takes what stops the reading of a member. */
  scan(archive: ZipArchive, scope: Scope, zip: Parts): Inner[];
}
