import type { Hdf5Anomaly } from '../artifact/hdf5/hdf5.ts';
import { openHdf5 } from '../artifact/hdf5/open-hdf5.ts';
import type { Json } from '../artifact/json/json.ts';
import { readZip } from '../artifact/zip/read-zip.ts';
import type { ZipArchive, ZipEntry } from '../artifact/zip/zip.ts';
import { HorngateError } from '../words/error.ts';
import type { Finding } from '../words/finding.ts';
import type { Limits } from '../words/limits.ts';
import type { ByteSource, Digests, Inflate } from '../words/ports.ts';
import { collectAnomalies } from './collect-anomalies.ts';
import { runChecks } from './define-check.ts';
import { collectObjects } from './keras/objects.ts';
import { Parts } from './parts.ts';
import { CHECKS } from './rules/index.ts';
import { type Inner, scanJson } from './scan-json.ts';
import type { Trouble } from './subjects.ts';

export interface ScanPorts {
  readonly inflate: Inflate;
  readonly digests: Pick<Digests, 'crc32'>;
}

/** What one scanner of a format saw, and what stopped it. */
export interface Seen {
  readonly format: string;
  readonly findings: readonly Finding[];
  readonly troubles: readonly Trouble[];
}

const CONFIG = 'config.json';
const METADATA = 'metadata.json';
const WEIGHTS = 'model.weights.h5';

/** An archive, whatever it is; one with a member that only Keras writes is scanned as a `.keras`. */
export function scanZip(source: ByteSource, { inflate, digests }: ScanPorts, limits: Limits): Seen {
  const parts = new Parts();
  const archive = parts.attempt(undefined, () => readZip(source, limits, inflate, digests));
  const inner = archive === undefined ? [] : scanMembers(archive, inflate, limits, parts);
  const troubles = [...parts.troubles];
  const findings = runChecks(CHECKS.zip, { anomalies: archive?.anomalies ?? [], troubles });
  for (const seen of inner) {
    findings.push(...seen.findings);
    for (const trouble of seen.troubles) troubles.push(trouble);
  }
  const keras = [CONFIG, METADATA, WEIGHTS].some((name) => archive?.get(name) !== undefined);
  if (!keras && archive !== undefined) troubles.push(noModel());
  return { format: keras ? 'keras-v3' : 'zip', findings, troubles };
}

function scanMembers(archive: ZipArchive, inflate: Inflate, limits: Limits, zip: Parts): readonly Inner[] {
  if (![CONFIG, METADATA, WEIGHTS].some((name) => archive.get(name) !== undefined)) return [];
  const read = (name: string): Uint8Array | undefined => {
    const entry = archive.get(name);
    return entry && zip.attempt(name, () => archive.readMember(entry, limits.maxConfigBytes));
  };
  const config = scanJson(CONFIG, read(CONFIG), limits);
  const metadata = scanJson(METADATA, read(METADATA), limits);
  const weights = archive.get(WEIGHTS);
  const inner = [scanConfig(archive.entries, config.value, metadata.value, limits), config, metadata];
  if (weights !== undefined) inner.push(scanWeights(archive, weights, inflate, limits, zip));
  for (const entry of archive.entries) if (!entry.directory && ![CONFIG, METADATA].includes(entry.path)) verify(archive, entry, limits, zip);
  for (const name of [CONFIG, WEIGHTS]) if (archive.get(name) === undefined) inner.push(missing(name));
  return inner;
}

/** The checksum of what is not read as a whole: a damaged member is a finding, though nobody looks into it. */
function verify(archive: ZipArchive, entry: ZipEntry, limits: Limits, zip: Parts): void {
  if (archive.get(entry.path) !== entry) return; // one of two with the same name, which is a finding
  if (zip.troubles.some(({ member }) => member === entry.path)) return; // it could not be opened
  zip.attempt(entry.path, () => {
    if (entry.method === 0) archive.verify(entry);
    else if (entry.path !== WEIGHTS) archive.readMember(entry, unpackedBytes(limits)); // unpacked weights were verified when they were opened
  });
}

const unpackedBytes = (limits: Limits): number => Math.floor(limits.scanMemoryBytes / 2);

function scanConfig(members: readonly ZipEntry[], config: Json | undefined, metadata: Json | undefined, limits: Limits): Inner {
  const { objects, error } = config === undefined ? { objects: [], error: undefined } : collectObjects(config, limits.maxLayers);
  const troubles = error === undefined ? [] : [{ error, member: CONFIG }];
  return { findings: runChecks(CHECKS.keras, { member: CONFIG, config, objects, metadata, members }), troubles };
}

function scanWeights(archive: ZipArchive, entry: ZipEntry, inflate: Inflate, limits: Limits, zip: Parts): Inner {
  const parts = new Parts();
  const anomalies: Hdf5Anomaly[] = [];
  const bytes = zip.attempt(WEIGHTS, () => archive.open(entry, unpackedBytes(limits)));
  const file = bytes && parts.attempt(WEIGHTS, () => openHdf5(bytes, limits, inflate));
  if (file !== undefined) parts.attempt(WEIGHTS, () => collectAnomalies(file, anomalies));
  for (const anomaly of anomalies) if (anomaly.kind === 'hdf5/unread') parts.note(gap(anomaly), WEIGHTS);
  return { findings: runChecks(CHECKS.hdf5, { member: WEIGHTS, anomalies, troubles: parts.troubles }), troubles: parts.troubles };
}

const gap = ({ message, path, offset }: Hdf5Anomaly): HorngateError => new HorngateError('HG_UNSUPPORTED_HDF5', message, { where: { pointer: path, offset } });

function missing(name: string): Inner {
  const error = new HorngateError('HG_ARTIFACT_FORMAT', `Cannot scan the model as it must have the member "${name}": it has none`);
  return { findings: [], troubles: [{ error, member: undefined }] };
}

const noModel = (): Trouble => ({
  error: new HorngateError('HG_UNSUPPORTED_FORMAT', 'Cannot look into the archive as it must be a .keras: it has none of its members'),
  member: undefined,
});
