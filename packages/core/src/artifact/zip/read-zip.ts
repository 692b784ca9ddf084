import type { Limits } from '../../words/limits.ts';
import type { ByteSource, Digests, Inflate } from '../../words/ports.ts';
import type { ZipAnomalyKind } from '../anomalies.ts';
import { type CentralRecord, readCentral } from './central.ts';
import { readEnd, type ZipEnd } from './end.ts';
import { type LocalView, readLocal } from './local.ts';
import { zipMembers } from './members.ts';
import { foldedName, wrongName } from './paths.ts';
import type { ZipAnomaly, ZipArchive, ZipEntry } from './zip.ts';

export type ZipLimits = Pick<Limits, 'maxEntries' | 'maxRatio' | 'maxWeightsRatio'>;

/** A member that unpacks to less is no bomb, whatever its ratio: 50 KB of zeros are what somebody's biases look like. */
const HARMLESS_BYTES = 64 * 1024;
/** APPNOTE 4.4.4: deflate options (bits 1 and 2), descriptor (3), UTF-8 (11). Encryption (0, 6, 13) has its own finding. */
const KNOWN_FLAGS = 0x080e;
const ENCRYPTED_FLAGS = 0x2041;
/** APPNOTE 4.4.3: Python's zipfile reads no newer ones. */
const MAX_VERSION = 63;

/**
 * Opens a ZIP archive: its central directory, and every local header beside it. Both must say the same and together cover the file.
 *
 * Nothing is inflated here. What can be read although it is wrong is an anomaly; the entries are those which Python's zipfile would show.
 *
 * @param source - may be hostile, truncated, or larger than memory.
 * @throws HG_ARTIFACT_ZIP without a directory that can be read; HG_ARTIFACT_TRUNCATED; HG_LIMIT_ENTRIES, HG_LIMIT_BYTES past a budget.
 * @see APPNOTE.TXT 6.3.10
 */
export function readZip(source: ByteSource, limits: ZipLimits, inflate: Inflate, digests: Pick<Digests, 'crc32'>): ZipArchive {
  const anomalies: ZipAnomaly[] = [];
  const report = (kind: ZipAnomalyKind, offset: number, message: string, member?: string): void => {
    anomalies.push({ kind, offset, message, member });
  };
  const end = readEnd(source, report);
  const records = readCentral(source, end, limits.maxEntries, report);
  const spans: Span[] = [];
  const entries = records.map((record) => entryOf(record, readLocal(source, record, end.directory), limits, report, spans));
  checkNames(entries, report);
  checkCoverage(spans, end, report);
  return { entries, anomalies, ...zipMembers(source, entries, inflate, digests, report) };
}

type MemberReport = (kind: ZipAnomalyKind, offset: number, message: string, member?: string) => void;

interface Span {
  readonly start: number;
  readonly data: number;
  readonly end: number;
  readonly path: string;
}

function entryOf(record: CentralRecord, local: LocalView, limits: ZipLimits, report: MemberReport, spans: Span[]): ZipEntry {
  const path = record.fullName.split('\0', 1)[0] as string;
  const tell = (kind: ZipAnomalyKind, message: string, offset = record.at): void => report(kind, offset, message, path);
  const { bytes, packedBytes, method, crc32, flags, offset } = record;
  const entry: ZipEntry = { path, bytes, packedBytes, method, crc32, flags, offset, dataOffset: local.dataOffset, directory: path.endsWith('/') };
  for (const { kind, message } of wrongName(record.fullName)) tell(kind, message);
  checkRecord(record, entry, limits, tell);
  if (local.dataOffset === undefined) tell('zip/local-missing', `No local header with ${packedBytes} bytes of data stands at ${offset}`, Math.max(0, offset));
  else spans.push({ start: offset, data: local.dataOffset, end: local.end, path });
  if (local.mismatches.length > 0) tell('zip/local-mismatch', `The local header has another ${local.mismatches.join(', ')} than the directory`, offset);
  if (local.descriptorMismatch) tell('zip/descriptor-mismatch', 'No descriptor behind the data repeats the sizes and the checksum of the directory', offset);
  return entry;
}

function checkRecord(record: CentralRecord, entry: ZipEntry, limits: ZipLimits, tell: (kind: ZipAnomalyKind, message: string) => void): void {
  const { flags, method, bytes, packedBytes, extra } = record;
  if (flags & ENCRYPTED_FLAGS) tell('zip/encrypted', 'The member is encrypted');
  if (flags & ~(KNOWN_FLAGS | ENCRYPTED_FLAGS)) tell('zip/flags', `The member has the flags 0x${flags.toString(16)}`);
  if (method !== 0 && method !== 8) tell('zip/method', `The member is packed by method ${method}`);
  if ((record.versionNeeded & 255) > MAX_VERSION) tell('zip/version', `The member needs version ${record.versionNeeded} of the format`);
  if (method === 0 && bytes !== packedBytes) tell('zip/stored-size', `The member is stored, with ${bytes} bytes in ${packedBytes}`);
  if (entry.directory && bytes > 0) tell('zip/data-in-directory', `The folder has ${bytes} bytes`);
  if (!(flags & 0x800) && record.name.some((byte) => byte >= 0x80)) tell('zip/name-encoding', 'The name is not ASCII and not marked as UTF-8');
  if (extra.broken) tell('zip/extra-field', 'The extra fields do not add up');
  if (extra.unicodePath !== undefined) tell('zip/unicode-path', 'The member has a second name in an extra field');
  const ratio = /\.(h5|hdf5|npz)$/i.test(entry.path) ? limits.maxWeightsRatio : limits.maxRatio;
  if (method !== 0 && bytes > HARMLESS_BYTES && bytes > packedBytes * ratio)
    tell('zip/ratio', `The member unpacks from ${packedBytes} to ${bytes} bytes, more than ${ratio} to 1`);
  checkAttributes(record.externalAttributes, tell);
}

/** APPNOTE 4.4.15: Unix writers keep `st_mode` in the upper half. */
function checkAttributes(attributes: number, tell: (kind: ZipAnomalyKind, message: string) => void): void {
  const type = (attributes >>> 28) & 15;
  if (type === 10) tell('zip/symbolic-link', 'The member is a symbolic link');
  else if (type !== 0 && type !== 4 && type !== 8) tell('zip/special-file', `The member is of the file type ${type.toString(8)}0000`);
}

function checkNames(entries: readonly ZipEntry[], report: MemberReport): void {
  const exact = new Set<string>();
  const folded = new Map<string, string>();
  for (const { path, offset } of entries) {
    const key = foldedName(path);
    const other = folded.get(key);
    if (exact.has(path)) report('zip/duplicate-name', offset, 'An earlier member has the same name', path);
    else if (other !== undefined)
      report('zip/colliding-names', offset, `The member ${JSON.stringify(other.slice(0, 200))} has the same name but for case, Unicode form or slashes`, path);
    exact.add(path);
    folded.set(key, path);
  }
}

/** Members one behind the other from the first byte, then the directory. */
function checkCoverage(spans: readonly Span[], end: ZipEnd, report: MemberReport): void {
  const sorted = [...spans].sort((a, b) => a.start - b.start || a.end - b.end);
  if (end.shift !== 0) report('zip/prefix-data', 0, `The offsets of the archive are ${end.shift} bytes away from its members`);
  let at = 0;
  for (const { start, end: spanEnd, path } of sorted) {
    if (start < at) report('zip/overlap', start, 'The member starts inside another one', path);
    else if (start > at) report(at === 0 ? 'zip/prefix-data' : 'zip/gap', at, `${start - at} bytes belong to no member`);
    at = Math.max(at, spanEnd);
  }
  if (at < end.directory) report(at === 0 ? 'zip/prefix-data' : 'zip/gap', at, `${end.directory - at} bytes before the directory belong to no member`);
  const other = end.otherEnds.find((place) => !sorted.some(({ data, end: spanEnd }) => place >= data && place < spanEnd));
  if (other !== undefined) report('zip/several-ends', other, 'Another end record stands here');
}
