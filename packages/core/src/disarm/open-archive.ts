import type { ZipAnomalyKind } from '../artifact/anomalies.ts';
import { refuses } from '../artifact/anomalies.ts';
import { openHdf5 } from '../artifact/hdf5/open-hdf5.ts';
import { isJsonObject } from '../artifact/json/json.ts';
import { pointerTo } from '../artifact/json/pointer.ts';
import { readZip } from '../artifact/zip/read-zip.ts';
import type { ZipArchive, ZipEntry } from '../artifact/zip/zip.ts';
import { weightsOf } from '../keras/hdf5-weights.ts';
import { producerOf, writerOf } from '../keras/open/keras-v3.ts';
import type { ReadPorts } from '../keras/open-keras.ts';
import { quote } from '../scanner/quote.ts';
import { HorngateError } from '../words/error.ts';
import type { Limits } from '../words/limits.ts';
import type { ByteSource } from '../words/ports.ts';
import type { Dropped } from './dropped.ts';
import type { OpenedToDisarm } from './opened-to-disarm.ts';
import { ReadText } from './read-description.ts';
import { dropUnused, modernWeights } from './unused-weights.ts';

const CONFIG = 'config.json';
const METADATA = 'metadata.json';
const WEIGHTS = 'model.weights.h5';
const OWN: ReadonlySet<string> = new Set([CONFIG, METADATA, WEIGHTS]);

/** Of the metadata; the date is not kept, and no model needs one. */
const TOLD: ReadonlySet<string> = new Set(['keras_version', 'date_saved']);

/** What is wrong around the members, and goes away with a new archive. All else makes it uncertain which members there are. */
const AROUND: ReadonlySet<ZipAnomalyKind> = new Set(['zip/comment', 'zip/gap', 'zip/prefix-data', 'zip/trailing-data']);

/**
 * Opens a `.keras` archive with whatever lies in it or around it, as long as it is certain what the model is: the members that Keras reads must be
 * there once, or twice with the same bytes, and nothing may be wrong with them.
 *
 * @throws HG_ARTIFACT_ZIP where readers would differ in what the model is; else what `openKeras` throws.
 */
export function openArchive(source: ByteSource, { inflate, digests }: ReadPorts, limits: Limits, dropped: Dropped): OpenedToDisarm {
  const zip = readZip(source, limits, inflate, digests);
  const assets = new Set<string>();
  dropAround(zip, dropped);
  const member = (path: string): ZipEntry => memberOf(zip, path, limits, dropped);
  const json = (path: string): ReadText => new ReadText(zip.readMember(member(path), limits.maxConfigBytes), path, limits, dropped);
  const [description, metadata] = [json(CONFIG), json(METADATA)];
  if (isJsonObject(metadata.value)) for (const key of Object.keys(metadata.value)) if (!TOLD.has(key)) dropped.add(`metadata.json ${pointerTo('', key)}`);
  const producer = producerOf(metadata.value);
  const writer = writerOf(producer);
  const { config, model } = description.describe(writer, limits);
  const file = member(WEIGHTS);
  zip.verify(file);
  const hdf5 = openHdf5(zip.open(file, limits.maxTensorBytes), limits, inflate);
  const asset = (path: string, name: string): Uint8Array | undefined => {
    // TF-Keras 2.12 calls the folder of layers by another name, there as in the weights.
    const place = [path, path.replace(/^layers\//, '_layer_checkpoint_dependencies/')]
      .map((at) => `assets/${at}/${name}`)
      .find((at) => zip.get(at) !== undefined);
    if (place === undefined) return undefined;
    assets.add(place);
    return zip.readMember(member(place), limits.maxConfigBytes);
  };
  return {
    keras: { format: 'keras-v3', model, weights: { ...weightsOf(hdf5), asset }, producer, writer },
    config,
    isFloat: description.isFloat,
    unused: (has) => {
      for (const { path } of zip.entries) if (!OWN.has(path) && !assets.has(path)) dropped.add(`the member ${quote(path)}`);
      dropUnused(hdf5, modernWeights(WEIGHTS, has), dropped);
    },
  };
}

function dropAround({ anomalies }: ZipArchive, dropped: Dropped): void {
  for (const { kind, message, member, offset } of anomalies) {
    if (member !== undefined) continue;
    if (!AROUND.has(kind)) throw unclear(message, { offset });
    dropped.add(message);
  }
}

/** One of the members that are kept. */
function memberOf(zip: ZipArchive, path: string, limits: Limits, dropped: Dropped): ZipEntry {
  const entry = zip.get(path);
  if (entry === undefined) throw new HorngateError('HG_ARTIFACT_FORMAT', `Cannot open the model as it lacks the member "${path}"`, { where: { member: path } });
  const wrong = zip.anomalies.find(({ kind, member }) => member === path && kind !== 'zip/duplicate-name' && refuses(kind));
  if (wrong !== undefined) throw unclear(wrong.message, { member: path, offset: wrong.offset });
  for (const other of zip.entries) {
    if (other.path !== path || other === entry) continue;
    if (!sameBytes(zip, other, entry, limits)) throw unclear('Two members have this name, and their content differs', { member: path, offset: entry.offset });
    dropped.add(`a second member ${quote(path)} with the same bytes`);
  }
  return entry;
}

const PIECE = 1 << 20;

function sameBytes(zip: ZipArchive, one: ZipEntry, other: ZipEntry, { maxTensorBytes }: Limits): boolean {
  const [a, b] = [zip.open(one, maxTensorBytes), zip.open(other, maxTensorBytes)];
  if (a.size !== b.size) return false;
  for (let at = 0; at < a.size; at += PIECE) {
    const length = Math.min(PIECE, a.size - at);
    const [left, right] = [a.read(at, length).slice(), b.read(at, length)];
    if (left.some((byte, index) => byte !== right[index])) return false;
  }
  return true;
}

const unclear = (message: string, where: { readonly member?: string; readonly offset: number }): HorngateError =>
  new HorngateError('HG_ARTIFACT_ZIP', `Cannot rebuild the model as it must be certain what its archive holds: ${message}`, { where });
