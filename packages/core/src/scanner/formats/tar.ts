import { slice } from '../../artifact/source.ts';
import { isTarHeader, readTar, type TarMember } from '../../artifact/tar/read-tar.ts';
import type { ByteSource } from '../../words/ports.ts';
import { ArchiveNames } from '../archive-names.ts';
import { isTorchTar, scanTorchTar } from '../archives/pytorch-tar.ts';
import { runChecks } from '../define-check.ts';
import { Parts } from '../parts.ts';
import { quote } from '../quote.ts';
import { CHECKS } from '../rules/index.ts';
import type { Scope } from '../scope.ts';
import { type Inner, type Seen, together } from '../seen.ts';
import { Sights } from '../sights.ts';
import { behind } from '../trailing.ts';
import type { FormatScanner } from './format.ts';

/** A tape archive: names, links and kinds of its members, then each of them by its content. */
export const tar: FormatScanner = {
  format: 'tar',
  proof: 'magic',
  holds: ['hdf5', 'zip'],
  accepts: ({ start }) => isTarHeader(start.subarray(0, 512)),
  scan: scanTar,
};

function scanTar(source: ByteSource, scope: Scope): Seen {
  const parts = new Parts();
  const sights = new Sights();
  const names = new ArchiveNames(sights);
  const files: TarMember[] = [];
  const visit = (member: TarMember): void => {
    look(member, names, sights);
    if (member.kind === 'file') files.push(member);
  };
  const end = parts.attempt(undefined, () => readTar(source, scope.limits.maxMembers, visit));
  const isTorch = isTorchTar(files);
  const inner = isTorch ? scanTorchTar(source, files, scope) : scanFiles(source, files, scope);
  inner.push(...behind(source, end, scope, sights));
  const own = { findings: runChecks(CHECKS.archive, { sights: sights.list, troubles: parts.troubles }), troubles: parts.troubles };
  return { format: isTorch ? 'pytorch-tar' : 'tar', ...together([own, ...inner]) };
}

const scanFiles = (source: ByteSource, files: readonly TarMember[], scope: Scope): Inner[] =>
  files.map(({ path, offset, bytes }) => scope.inside(path, () => slice(source, offset, bytes)));

function look({ path, kind, target, offset, mismatch }: TarMember, names: ArchiveNames, sights: Sights): void {
  const where = { member: path, offset };
  names.add(kind === 'folder' ? path.replace(/\/+$/, '') : path, where);
  if (mismatch !== undefined) sights.add('mismatch', `The member ${quote(path)} has ${mismatch}`, where);
  if (kind.endsWith('link')) sights.add('link', `The member ${quote(path)} is a link to ${quote(target)}`, where);
  if (kind === 'device') sights.add('special-file', `The member ${quote(path)} is a device or a pipe`, where);
  if (kind === 'sparse' || kind === 'other') sights.add('special-file', `The member ${quote(path)} is of a kind that is not looked into`, where);
}
