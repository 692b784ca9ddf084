import type { Hdf5Anomaly } from '../../artifact/hdf5/hdf5.ts';
import { openHdf5 } from '../../artifact/hdf5/open-hdf5.ts';
import type { Json } from '../../artifact/json/json.ts';
import type { ZipArchive, ZipEntry } from '../../artifact/zip/zip.ts';
import { HorngateError } from '../../words/error.ts';
import type { Limits } from '../../words/limits.ts';
import { collectAnomalies } from '../collect-anomalies.ts';
import { runChecks } from '../define-check.ts';
import { scanSettings } from '../huggingface/settings.ts';
import { collectObjects } from '../keras/objects.ts';
import { scanPayloads } from '../keras/payloads.ts';
import { Parts } from '../parts.ts';
import { CHECKS } from '../rules/index.ts';
import { scanJson } from '../scan-json.ts';
import type { Scope } from '../scope.ts';
import { type Inner, NOTHING } from '../seen.ts';
import type { ArchiveKind } from './archive-kind.ts';
import { memberInside } from './plain.ts';

const CONFIG = 'config.json';
const METADATA = 'metadata.json';
const WEIGHTS = 'model.weights.h5';
const OWN = [CONFIG, METADATA, WEIGHTS];

/** A `.keras` of Keras 3: an archive with a member that only Keras writes. */
export const kerasV3: ArchiveKind = {
  kind: 'keras-v3',
  accepts: (archive) => OWN.some((name) => archive.get(name) !== undefined),
  scan: scanMembers,
};

function scanMembers(archive: ZipArchive, scope: Scope, zip: Parts): Inner[] {
  const { limits } = scope;
  const read = (name: string): Uint8Array | undefined => {
    const entry = archive.get(name);
    return entry && zip.attempt(name, () => archive.readMember(entry, limits.maxConfigBytes));
  };
  const config = scanJson(CONFIG, read(CONFIG), limits);
  const metadata = scanJson(METADATA, read(METADATA), limits);
  const weights = archive.get(WEIGHTS);
  const settings = config.value === undefined ? NOTHING : scanSettings(config.value, { member: CONFIG }, limits); // templates of tokenizers, above all
  const inner = [settings, scanConfig(archive.entries, config.value, metadata.value, limits), config, metadata, scanPayloads(config.value, CONFIG, scope)];
  if (weights !== undefined) inner.push(scanWeights(archive, weights, scope, zip));
  for (const entry of archive.entries) if (!entry.directory && !isRead(archive, entry)) inner.push(memberInside(archive, entry, scope));
  for (const name of [CONFIG, WEIGHTS]) if (archive.get(name) === undefined) inner.push(missing(name));
  return inner;
}

/** What was looked at under its name; of two members with one name the other is looked at like a stranger. */
const isRead = (archive: ZipArchive, entry: ZipEntry): boolean => OWN.includes(entry.path) && archive.get(entry.path) === entry;

function scanConfig(members: readonly ZipEntry[], config: Json | undefined, metadata: Json | undefined, limits: Limits): Inner {
  const { objects, error } = config === undefined ? { objects: [], error: undefined } : collectObjects(config, limits.maxLayers);
  const troubles = error === undefined ? [] : [{ error, member: CONFIG }];
  return { findings: runChecks(CHECKS.keras, { member: CONFIG, config, objects, metadata, members }), troubles };
}

function scanWeights(archive: ZipArchive, entry: ZipEntry, { ports, limits }: Scope, zip: Parts): Inner {
  const parts = new Parts();
  const anomalies: Hdf5Anomaly[] = [];
  const bytes = zip.attempt(WEIGHTS, () => archive.open(entry, Math.floor(limits.scanMemoryBytes / 2)));
  const file = bytes && parts.attempt(WEIGHTS, () => openHdf5(bytes, limits, ports.inflate));
  if (file !== undefined) parts.attempt(WEIGHTS, () => collectAnomalies(file, anomalies));
  if (entry.method === 0 && bytes !== undefined) zip.attempt(WEIGHTS, () => archive.verify(entry)); // unpacked ones were verified when they were opened
  for (const anomaly of anomalies) if (anomaly.kind === 'hdf5/unread') parts.note(gap(anomaly), WEIGHTS);
  return { findings: runChecks(CHECKS.hdf5, { member: WEIGHTS, anomalies, troubles: parts.troubles }), troubles: parts.troubles };
}

const gap = ({ message, path, offset }: Hdf5Anomaly): HorngateError => new HorngateError('HG_UNSUPPORTED_HDF5', message, { where: { pointer: path, offset } });

function missing(name: string): Inner {
  const error = new HorngateError('HG_ARTIFACT_FORMAT', `Cannot scan the model as it must have the member "${name}": it has none`);
  return { findings: [], troubles: [{ error, member: undefined }] };
}
