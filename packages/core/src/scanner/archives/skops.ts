import { isJsonObject } from '../../artifact/json/json.ts';
import type { ZipArchive, ZipEntry } from '../../artifact/zip/zip.ts';
import { runChecks } from '../define-check.ts';
import type { Parts } from '../parts.ts';
import { CHECKS } from '../rules/index.ts';
import { scanJson } from '../scan-json.ts';
import type { Scope } from '../scope.ts';
import type { Inner } from '../seen.ts';
import { Sights } from '../sights.ts';
import { lookAtNodes } from '../skops/nodes.ts';
import type { ArchiveKind } from './archive-kind.ts';
import { memberInside } from './plain.ts';

const SCHEMA = 'schema.json';

/** An archive of skops: a tree of objects in JSON, and their arrays beside it. */
export const skops: ArchiveKind = { kind: 'skops', accepts: (archive) => archive.get(SCHEMA) !== undefined, scan: scanSkops };

function scanSkops(archive: ZipArchive, scope: Scope, zip: Parts): Inner[] {
  const entry = archive.get(SCHEMA) as ZipEntry;
  const schema = scanJson(
    SCHEMA,
    zip.attempt(SCHEMA, () => archive.readMember(entry, scope.limits.maxConfigBytes)),
    scope.limits,
  );
  const sights = new Sights();
  const { files, raw } = schema.value === undefined ? { files: new Set<string>(), raw: new Set<string>() } : lookAtNodes(schema.value, SCHEMA, sights);
  if (schema.value !== undefined && !(isJsonObject(schema.value) && '__loader__' in schema.value))
    sights.add('skops/structure', 'Describes no object of skops', { member: SCHEMA });
  const others = archive.entries.filter((one) => !one.directory && one !== entry);
  for (const { path, offset } of others) if (!files.has(path)) sights.add('skops/structure', 'Is a member that no node reads', { member: path, offset });
  for (const file of files)
    if (archive.get(file) === undefined) sights.add('skops/structure', 'Is read by a node, and is no member', { member: file.slice(0, 200) });
  const own = { findings: runChecks(CHECKS.skops, { sights: sights.list, troubles: [] }), troubles: [] };
  return [own, schema, ...others.map((one) => (raw.has(one.path) ? rawInside(archive, one, scope) : memberInside(archive, one, scope)))];
}

/** Bytes of a Python object: of no format, or of one that is looked into all the same. */
function rawInside(archive: ZipArchive, entry: ZipEntry, scope: Scope): Inner {
  const seen = memberInside(archive, entry, scope);
  const unknown = seen.troubles.every(({ error }) => error.code === 'HG_ARTIFACT_FORMAT');
  return unknown ? { ...seen, troubles: [] } : seen;
}
