import { broken } from '../../artifact/packed/output.ts';
import { readSevenZip, SEVEN_ZIP, type SevenZip } from '../../artifact/seven-zip/read-seven-zip.ts';
import { bytesSource } from '../../artifact/source.ts';
import type { ByteSource } from '../../words/ports.ts';
import { ArchiveNames } from '../archive-names.ts';
import { runChecks } from '../define-check.ts';
import { Parts } from '../parts.ts';
import { quote } from '../quote.ts';
import { CHECKS } from '../rules/index.ts';
import type { Scope } from '../scope.ts';
import { type Inner, type Seen, together } from '../seen.ts';
import { Sights } from '../sights.ts';
import { behind } from '../trailing.ts';
import { type FormatScanner, startsWith } from './format.ts';

/** A 7z archive: nobody's models are packed so but by who wants to get past a scanner; its members are looked at all the same. */
export const sevenZip: FormatScanner = { format: '7z', proof: 'magic', accepts: ({ start }) => startsWith(start, SEVEN_ZIP), scan: scanSevenZip };

function scanSevenZip(source: ByteSource, scope: Scope): Seen {
  const parts = new Parts();
  const sights = new Sights();
  const names = new ArchiveNames(sights);
  const archive = parts.attempt(undefined, () => readSevenZip(source, scope.limits));
  for (const { path, link } of archive?.members ?? []) {
    names.add(path, { member: path });
    if (link) sights.add('link', `The member ${quote(path)} is a link`, { member: path });
  }
  const inner = (archive?.groups ?? []).flatMap((group) => parts.attempt(group.members[0]?.path, () => scanGroup(group, scope, parts)) ?? []);
  inner.push(...behind(source, archive?.end, scope, sights));
  const own = { findings: runChecks(CHECKS.archive, { sights: sights.list, troubles: parts.troubles }), troubles: parts.troubles };
  return { format: '7z', ...together([own, ...inner]) };
}

function scanGroup({ members, unpack }: SevenZip['groups'][number], scope: Scope, parts: Parts): Inner[] {
  const contents = unpack(scope.unpackable());
  scope.unpacked(contents.reduce((sum, { length }) => sum + length, 0));
  members.forEach(({ path, crc }, index) => {
    if (crc !== undefined && scope.ports.digests.crc32(contents[index] as Uint8Array) !== crc)
      parts.note(broken('7z', 'the CRC-32 of a member must be that of its data'), path);
  });
  return members.map(({ path }, index) => scope.inside(path, () => bytesSource(contents[index] as Uint8Array)));
}
