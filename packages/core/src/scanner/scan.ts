import type { NamedSource } from '../artifact/bundle.ts';
import { sniff } from '../artifact/sniff.ts';
import { HorngateError } from '../words/error.ts';
import { type Finding, SEVERITIES } from '../words/finding.ts';
import type { Limits } from '../words/limits.ts';
import type { ByteSource } from '../words/ports.ts';
import type { Report, Unread } from '../words/report.ts';
import { runChecks } from './define-check.ts';
import { type FormatScanner, HEAD_BYTES, type Head } from './formats/format.ts';
import { FORMAT_SCANNERS } from './formats/index.ts';
import { Parts } from './parts.ts';
import { CHECKS } from './rules/index.ts';
import { scanBundle } from './scan-bundle.ts';
import { type Look, type ScanPorts, Scope } from './scope.ts';
import { NOTHING, type Seen, together } from './seen.ts';
import type { Trouble } from './subjects.ts';
import { lookAtWhole, type WholeKind } from './whole/scan-whole.ts';

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
  return resultOf(look(source, path, new Scope(ports, limits, lookInside, path)), path);
}

/** The same of files that are one model together: an unzipped `.keras`, an architecture with its weights. One report for all of them. */
export function scanTogether(files: readonly NamedSource[], path: string, ports: ScanPorts, limits: Limits): ScanResult {
  const parts = new Parts();
  const also = files.flatMap(({ path: member, source }) => parts.attempt(member, () => sniff(source).also) ?? []);
  const { format, findings, troubles } = scanBundle(files, ports, limits, new Scope(ports, limits, lookInside, path));
  return resultOf({ format, findings, troubles: [...parts.troubles, ...troubles], also }, path);
}

/** What only the files of a folder together tell; `lookAtWhole` says what. What each file is by itself, the host has from a scan of that file. */
export function scanWhole(
  kind: WholeKind,
  descriptions: readonly NamedSource[],
  names: readonly string[],
  path: string,
  ports: ScanPorts,
  limits: Limits,
): ScanResult {
  return resultOf({ ...lookAtWhole(kind, descriptions, names, ports, limits), also: [] }, `${path}/`); // the name of a folder promises no format
}

function resultOf({ format, findings, troubles, also }: Looked, path: string): ScanResult {
  const all = [...findings, ...runChecks(CHECKS.scan, { path, format, also, troubles })];
  return { format, findings: worstFirst(all), unread: troubles.slice(0, MAX_UNREAD).map((trouble) => toUnread(trouble, path)) };
}

/** Parts listed as not read; how many there are is the sender's choice, and one is enough to refuse. */
const MAX_UNREAD = 100;

type Looked = Seen & { readonly also: readonly string[] };

function look(source: ByteSource, name: string, scope: Scope): Looked {
  const parts = new Parts();
  const scanners = parts.attempt(undefined, () => scannersFor(source, name)) ?? [];
  const seen = scanners.map(({ format, scan: into }) => parts.attempt(undefined, () => into(source, scope)) ?? { format, ...NOTHING });
  if (seen.length === 0 && parts.troubles.length === 0) parts.note(noFormat(), undefined);
  const [format = 'unknown', ...also] = seen.map((one) => one.format);
  return { format, also, ...together([...seen, { findings: [], troubles: parts.troubles }]) };
}

/** What scans a file: all formats whose magic it has, else the first whose grammar it follows, else what its name says it has no form. */
function scannersFor(source: ByteSource, name: string): readonly FormatScanner[] {
  const head: Head = { start: source.read(0, Math.min(HEAD_BYTES, source.size)), source, name, sniffed: sniff(source) };
  const certain = FORMAT_SCANNERS.filter((one) => one.proof === 'magic' && one.accepts(head));
  const held = new Set(certain.flatMap(({ holds = [] }) => holds));
  if (certain.length > 0) return certain.filter(({ format }) => !held.has(format));
  const likely = FORMAT_SCANNERS.find((one) => one.proof !== 'magic' && one.accepts(head));
  return likely === undefined ? [] : [likely];
}

/** A member: what stopped its parts is reported once, for the whole file; that it is not what its name says is reported here. */
const lookInside: Look = (source, name, scope) => {
  const { format, also, findings, troubles } = look(source, name, scope);
  return { findings: [...findings, ...runChecks(CHECKS.scan, { path: name, format, also, troubles: [] })], troubles };
};

const noFormat = (): HorngateError =>
  new HorngateError('HG_ARTIFACT_FORMAT', 'Cannot look into the file as it must be of a format that we know: it is of none');

function toUnread({ error, member }: Trouble, path: string): Unread {
  const place = member ?? error.where.member;
  return { path: place === undefined ? path : place, why: error.message };
}

const worstFirst = (findings: readonly Finding[]): Finding[] => [...findings].sort((a, b) => SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity));
