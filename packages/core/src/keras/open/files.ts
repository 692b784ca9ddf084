import { type Bundle, bundleFormat, bundleOf, type Hdf5File, type NamedSource, openHdf5, readJson } from '../../artifact/index.ts';
import type { Json } from '../../artifact/json/json.ts';
import { HorngateError } from '../../words/error.ts';
import type { Limits } from '../../words/limits.ts';
import type { ByteSource } from '../../words/ports.ts';
import { weightsOf } from '../hdf5-weights.ts';
import { layerGroups, refuseTopLevel } from '../legacy/layer-groups.ts';
import { modernConfig } from '../legacy/modern-config.ts';
import { PositionalWeights } from '../legacy/positional-weights.ts';
import { readModel } from '../read.ts';
import { shardedWeights } from '../sharded-weights.ts';
import type { WeightSource } from '../weight-source.ts';
import { producerOf, writerOf } from './keras-v3.ts';
import type { OpenedKeras, ReadPorts } from './opened.ts';

/**
 * Opens a model of several files: an unzipped `.keras`, or an architecture (`model.to_json()`) with weights (`.weights.h5`, whole or in shards).
 *
 * Nothing but these files is opened, and none by a name that stands in one of them: an index may only name shards that are among them.
 *
 * @throws HG_ARTIFACT_*, HG_LIMIT_*, HG_UNSUPPORTED_*
 * @see keras/src/saving/saving_lib.py, `_load_model_from_dir`, `load_weights_only`
 */
export function openKerasFiles(files: readonly NamedSource[], { inflate }: ReadPorts, limits: Limits): OpenedKeras {
  const bundle = bundleOf(files);
  const config = json(bundle.config, limits);
  // An architecture of Keras 2 names its version itself; Keras 3 writes none
  const producer = producerOf(bundle.kind === 'folder' ? json(bundle.metadata, limits) : config);
  const writer = writerOf(producer);
  const model = readModel(modernConfig(config, writer), limits);
  const hdf5 = ({ source }: NamedSource): Hdf5File => openHdf5(source, limits, inflate);
  return { format: bundleFormat(bundle), model, weights: weightsIn(bundle, hdf5, { model, writer }, limits), producer, writer };
}

function weightsIn(bundle: Bundle, hdf5: (file: NamedSource) => Hdf5File, described: Pick<OpenedKeras, 'model' | 'writer'>, limits: Limits): WeightSource {
  if (bundle.kind === 'folder') return { ...weightsOf(hdf5(bundle.weights)), asset: (path, name) => assetOf(bundle.assets, `assets/${path}/${name}`, limits) };
  if (bundle.kind === 'json') return wholeWeights(hdf5(bundle.weights), described);
  const shards = new Map(bundle.shards.map((file) => [file.path, weightsOf(hdf5(file))]));
  return shardedWeights(json(bundle.index, limits), shards, bundle.index.path);
}

/** Keras 2 wrote the legacy layout under this name too: its root has the names of the layers. */
function wholeWeights(file: Hdf5File, { model, writer }: Pick<OpenedKeras, 'model' | 'writer'>): WeightSource {
  const attributes = file.root.attributes();
  if (!attributes.has('layer_names') && !attributes.has('layer_names0')) return weightsOf(file);
  refuseTopLevel(file.root);
  return new PositionalWeights(layerGroups(file.root), model, writer);
}

function assetOf(assets: readonly NamedSource[], path: string, limits: Limits): Uint8Array | undefined {
  const asset = assets.find((one) => one.path === path);
  return asset && whole(asset.source, limits.maxConfigBytes, path);
}

const json = ({ path, source }: NamedSource, limits: Limits): Json =>
  readJson(whole(source, limits.maxConfigBytes, path), { maxBytes: limits.maxConfigBytes, maxDepth: limits.maxDepth }).value;

/** @throws HG_LIMIT_BYTES before anything is read. */
function whole(source: ByteSource, maxBytes: number, member: string): Uint8Array {
  if (source.size <= maxBytes) return source.read(0, source.size);
  throw new HorngateError('HG_LIMIT_BYTES', `Cannot read "${member}" as it must have at most ${maxBytes} bytes: it has ${source.size}`, { where: { member } });
}
