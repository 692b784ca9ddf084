import { openHdf5, readJson, readZip, refuses, type ZipArchive } from '../../artifact/index.ts';
import type { Json } from '../../artifact/json/json.ts';
import { HorngateError } from '../../words/error.ts';
import type { Limits } from '../../words/limits.ts';
import type { ByteSource } from '../../words/ports.ts';
import { weightsOf } from '../hdf5-weights.ts';
import { modernConfig } from '../legacy/modern-config.ts';
import { isObject } from '../object.ts';
import { readModel } from '../read.ts';
import type { OpenedKeras, ReadPorts } from './opened.ts';

/**
 * Opens a `.keras` archive: `config.json`, `metadata.json`, `model.weights.h5`. Members are read by exact name, in memory.
 *
 * An archive that contradicts itself is refused here too, whatever a scan said of it: compiling needs one view of the file.
 *
 * @throws HG_ARTIFACT_*, HG_LIMIT_*
 */
export function openKerasV3(source: ByteSource, { inflate, digests }: ReadPorts, limits: Limits): OpenedKeras {
  const zip = readZip(source, limits, inflate, digests);
  const anomaly = zip.anomalies.find(({ kind }) => refuses(kind));
  if (anomaly !== undefined)
    throw new HorngateError('HG_ARTIFACT_ZIP', `Cannot open the archive as it contradicts itself: ${anomaly.message}`, {
      where: whereOf(anomaly.member, anomaly.offset),
    });
  const config = json(zip, 'config.json', limits);
  const producer = producerOf(json(zip, 'metadata.json', limits));
  const file = member(zip, 'model.weights.h5');
  zip.verify(file);
  const weights = weightsOf(openHdf5(zip.open(file, limits.maxTensorBytes), limits, inflate));
  const assets = { ...weights, asset: (path: string, name: string) => assetOf(zip, `${path}/${name}`, limits) };
  const writer = writerOf(producer);
  return { format: 'keras-v3', model: readModel(modernConfig(config, writer), limits), weights: assets, producer, writer };
}

/** The generation that a version names. */
export const writerOf = (producer: string | undefined): 2 | 3 => (producer !== undefined && /^[12]\./.test(producer) ? 2 : 3);

const whereOf = (name: string | undefined, offset: number): { member?: string; offset: number } => (name === undefined ? { offset } : { member: name, offset });

function member(zip: ZipArchive, path: string): NonNullable<ReturnType<ZipArchive['get']>> {
  const entry = zip.get(path);
  if (entry === undefined) throw new HorngateError('HG_ARTIFACT_FORMAT', `Cannot open the model as it lacks the member "${path}"`, { where: { member: path } });
  return entry;
}

/**
 * A file of a layer, such as its vocabulary: as large as a configuration may be. TF-Keras 2.12 calls the folder of layers by another name, there as in the weights.
 *
 * @throws HG_ARTIFACT_FORMAT for an archive with both
 */
function assetOf(zip: ZipArchive, path: string, limits: Limits): Uint8Array | undefined {
  const [found, other] = [path, path.replace(/^layers\//, '_layer_checkpoint_dependencies/')].flatMap((place) => zip.get(`assets/${place}`) ?? []);
  if (found !== undefined && other !== undefined && found !== other)
    throw new HorngateError('HG_ARTIFACT_FORMAT', `Cannot open the model as it must hold "${path}" once among its assets`, { where: { member: found.path } });
  return found === undefined ? undefined : zip.readMember(found, limits.maxConfigBytes);
}

function json(zip: ZipArchive, path: string, limits: Limits): Json {
  const bytes = zip.readMember(member(zip, path), limits.maxConfigBytes);
  return readJson(bytes, { maxBytes: limits.maxConfigBytes, maxDepth: limits.maxDepth }).value;
}

/** `keras_version` of the metadata. */
export function producerOf(metadata: Json): string | undefined {
  const version = isObject(metadata) ? metadata['keras_version'] : undefined;
  return typeof version === 'string' ? version : undefined;
}
