import type { NamedSource } from '../artifact/bundle.ts';
import { type Sniffed, sniff } from '../artifact/sniff.ts';
import { HorngateError } from '../words/error.ts';
import { type Finding, SEVERITIES } from '../words/finding.ts';
import type { Limits } from '../words/limits.ts';
import type { ByteSource } from '../words/ports.ts';
import type { Report, Unread } from '../words/report.ts';
import { runChecks } from './define-check.ts';
import { Parts } from './parts.ts';
import { CHECKS } from './rules/index.ts';
import { scanBundle } from './scan-bundle.ts';
import { scanHdf5 } from './scan-hdf5.ts';
import { scanLoneJson } from './scan-json.ts';
import { type ScanPorts, type Seen, scanZip } from './scan-zip.ts';
import type { Trouble } from './subjects.ts';

/** A Report without the two things that the host knows: the path as it was named, and the digest. */
export type ScanResult = Pick<Report, 'format' | 'findings' | 'unread'>;

/**
 * Says what is inside one file, by its content, never by its name.
 *
 * Nothing in the file is resolved, imported, unpacked to disk or run. It never throws for what a file holds: a part that cannot be read is a finding and an
 * entry of `unread`, and what was found before stands. Findings are sorted, worst first.
 *
 * @param source - may be hostile, truncated, or larger than memory.
 * @param path - as it was named: only its ending is compared with the content.
 * @param limits - `maxConfigBytes`, `maxDepth`, `maxLayers`, `maxEntries`, `maxStructures`, the ratios and `scanMemoryBytes` hold before memory is taken.
 */
export function scan(source: ByteSource, path: string, ports: ScanPorts, limits: Limits): ScanResult {
  return resultOf(look(source, ports, limits), path);
}

/** The same of files that are one model together: an unzipped `.keras`, an architecture with its weights. One report for all of them. */
export function scanTogether(files: readonly NamedSource[], path: string, ports: ScanPorts, limits: Limits): ScanResult {
  const parts = new Parts();
  const also = files.flatMap(({ path: member, source }) => parts.attempt(member, () => sniff(source).also) ?? []);
  const { format, findings, troubles } = scanBundle(files, ports, limits);
  return resultOf({ format, findings, troubles: [...parts.troubles, ...troubles], also }, path);
}

function resultOf({ format, findings, troubles, also }: Looked, path: string): ScanResult {
  const all = [...findings, ...runChecks(CHECKS.scan, { path, format, also, troubles })];
  return { format, findings: worstFirst(all), unread: troubles.slice(0, MAX_UNREAD).map((trouble) => toUnread(trouble, path)) };
}

/** Parts listed as not read; how many there are is the sender's choice, and one is enough to refuse. */
const MAX_UNREAD = 100;

type Looked = Seen & { readonly also: Sniffed['also'] };

function look(source: ByteSource, ports: ScanPorts, limits: Limits): Looked {
  const parts = new Parts();
  const { format, also } = parts.attempt(undefined, () => sniff(source)) ?? { format: 'unknown', also: [] };
  if (ARCHIVES.has(format)) return { ...scanZip(source, ports, limits), also };
  if (format === 'hdf5') return { ...scanHdf5(source, ports, limits), also };
  if (format === 'json') return { ...scanLoneJson(source, limits), also };
  if (parts.troubles.length === 0) parts.note(notYet(format), undefined);
  return { format, findings: [], troubles: parts.troubles, also };
}

const ARCHIVES: ReadonlySet<string> = new Set<Sniffed['format']>(['keras-v3', 'npz', 'zip']);

function notYet(format: string): HorngateError {
  if (format === 'unknown') return new HorngateError('HG_ARTIFACT_FORMAT', 'Cannot look into the file as it must be of a format that we know: it is of none');
  return new HorngateError(
    'HG_UNSUPPORTED_FORMAT',
    `Cannot look into the file as it must be a .keras or a legacy .h5: it is of the format "${format}", which is not scanned yet`,
  );
}

function toUnread({ error, member }: Trouble, path: string): Unread {
  const place = member ?? error.where.member;
  return { path: place === undefined ? path : place, why: error.message };
}

const worstFirst = (findings: readonly Finding[]): Finding[] => [...findings].sort((a, b) => SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity));
