import { readZip } from '../artifact/zip/read-zip.ts';
import type { ByteSource } from '../words/ports.ts';
import { ARCHIVE_KINDS } from './archives/index.ts';
import { runChecks } from './define-check.ts';
import { Parts } from './parts.ts';
import { CHECKS } from './rules/index.ts';
import type { Scope } from './scope.ts';
import { type Seen, together } from './seen.ts';

/** An archive: what is wrong with its structure, then its members, as its kind says. */
export function scanZip(source: ByteSource, scope: Scope): Seen {
  const parts = new Parts();
  const { inflate, digests } = scope.ports;
  const archive = parts.attempt(undefined, () => readZip(source, scope.limits, inflate, digests));
  const kind = archive === undefined ? undefined : ARCHIVE_KINDS.find((one) => one.accepts(archive));
  const inner = archive === undefined ? [] : (kind?.scan(archive, scope, parts) ?? []);
  const own = { findings: runChecks(CHECKS.zip, { anomalies: archive?.anomalies ?? [], troubles: parts.troubles }), troubles: parts.troubles };
  return { format: kind?.kind ?? 'zip', ...together([own, ...inner]) };
}
