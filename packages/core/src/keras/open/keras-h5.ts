import { type Hdf5Group, openHdf5, readJson } from '../../artifact/index.ts';
import type { Json } from '../../artifact/json/json.ts';
import { encodeUtf8 } from '../../text/utf8.ts';
import { HorngateError } from '../../words/error.ts';
import type { Limits } from '../../words/limits.ts';
import type { ByteSource } from '../../words/ports.ts';
import { expectCorrelations, expectKeras2 } from '../legacy/expect-readable.ts';
import { layerGroups, refuseTopLevel } from '../legacy/layer-groups.ts';
import { modernConfig } from '../legacy/modern-config.ts';
import { PositionalWeights } from '../legacy/positional-weights.ts';
import { readModel } from '../read.ts';
import { writerOf } from './keras-v3.ts';
import type { OpenedKeras, ReadPorts } from './opened.ts';

/**
 * Opens a legacy file, `.h5` or `.hdf5`, as Keras 2 and 3 write it: the model as JSON in the attribute `model_config`, the weights in `model_weights`.
 * Other attributes and groups are for training and are not read. No link but hard ones is followed.
 *
 * @throws HG_ARTIFACT_*, HG_LIMIT_*, HG_UNSUPPORTED_FORMAT for weights alone and for files of Keras 1
 * @see keras/src/legacy/saving/legacy_h5_format.py, `load_model_from_hdf5`
 */
export function openKerasH5(source: ByteSource, { inflate }: ReadPorts, limits: Limits): OpenedKeras {
  const { root } = openHdf5(source, limits, inflate);
  const config = legacyConfig(root, limits);
  const weights = root.get('model_weights');
  if (weights?.kind !== 'group') throw new HorngateError('HG_ARTIFACT_FORMAT', 'Cannot open the model as it lacks the group "model_weights"');
  const producer = textOf(root, 'keras_version') ?? textOf(weights, 'keras_version');
  expectKeras2(config, producer);
  const writer = writerOf(producer ?? '2.');
  const model = readModel(modernConfig(config, writer), limits);
  expectCorrelations(model, textOf(root, 'backend') ?? textOf(weights, 'backend'));
  refuseTopLevel(weights);
  return { format: 'keras-h5', model, weights: new PositionalWeights(layerGroups(weights), model, writer), producer, writer };
}

/** The description of the model, as Python's `json` reads it. */
export function legacyConfig(root: Hdf5Group, limits: Limits): Json {
  const text = textOf(root, 'model_config');
  if (text === undefined)
    throw new HorngateError(
      'HG_UNSUPPORTED_FORMAT',
      'Cannot open the HDF5 file as a model as it lacks the attribute "model_config": it may hold weights alone',
    );
  if (text.length > limits.maxConfigBytes)
    throw new HorngateError('HG_LIMIT_BYTES', `Cannot read "model_config" as it must have at most ${limits.maxConfigBytes} bytes: it has ${text.length}`);
  return readJson(encodeUtf8(text), { maxBytes: limits.maxConfigBytes, maxDepth: limits.maxDepth }).value;
}

/** An attribute that holds one text. */
export function textOf(group: Hdf5Group, name: string): string | undefined {
  const attribute = group.attributes().get(name);
  const strings = attribute?.shape?.length === 0 ? attribute.strings() : undefined;
  return strings?.[0];
}
