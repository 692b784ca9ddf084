import { isRead } from '../artifact/zip/methods.ts';
import { readZip } from '../artifact/zip/read-zip.ts';
import type { ZipAnomaly, ZipArchive } from '../artifact/zip/zip.ts';
import type { ByteSource } from '../words/ports.ts';
import { ARCHIVE_KINDS } from './archives/index.ts';
import { runChecks } from './define-check.ts';
import { localView } from './local-view.ts';
import { Parts } from './parts.ts';
import { CHECKS } from './rules/index.ts';
import type { Scope } from './scope.ts';
import { type Seen, together } from './seen.ts';

/** A method that is looked into is no finding of its own. */
function told({ anomalies, entries }: ZipArchive): readonly ZipAnomaly[] {
  const unread = new Set(entries.filter(({ method }) => !isRead(method)).map(({ path }) => path));
  return anomalies.filter(({ kind, member }) => kind !== 'zip/method' || member === undefined || unread.has(member));
}

/** An archive: what is wrong with its structure, then its members, as its kind says. */
export function scanZip(source: ByteSource, scope: Scope): Seen {
  const parts = new Parts();
  const { inflate, digests } = scope.ports;
  const archive = parts.attempt(undefined, () => readZip(source, scope.limits, inflate, digests));
  const kind = archive === undefined ? undefined : ARCHIVE_KINDS.find((one) => one.accepts(archive));
  const inner = archive === undefined ? [] : (kind?.scan(archive, scope, parts) ?? []);
  inner.push(...localView(source, archive, scope, parts));
  const own = {
    findings: runChecks(CHECKS.zip, { anomalies: archive === undefined ? [] : told(archive), troubles: parts.troubles }),
    troubles: parts.troubles,
  };
  return { format: kind?.kind ?? 'zip', ...together([own, ...inner]) };
}
