import { bundleOf, FOLDER_FILES, type NamedSource } from '../artifact/bundle.ts';
import { type Hdf5Group, openHdf5 } from '../artifact/hdf5/open-hdf5.ts';
import { layerGroups } from '../keras/legacy/layer-groups.ts';
import { legacyConfig, openKerasH5, textOf } from '../keras/open/keras-h5.ts';
import { openKerasFiles, type ReadPorts } from '../keras/open-keras.ts';
import { quote } from '../scanner/quote.ts';
import { encodeUtf8 } from '../text/utf8.ts';
import type { Limits } from '../words/limits.ts';
import type { ByteSource } from '../words/ports.ts';
import type { Dropped } from './dropped.ts';
import type { OpenedToDisarm } from './opened-to-disarm.ts';
import { ReadText } from './read-description.ts';
import { dropUnused, type WrittenWeights } from './unused-weights.ts';

/** Attributes of a legacy file that are read. */
const READ: ReadonlySet<string> = new Set(['model_config', 'keras_version', 'backend']);

/** Opens a legacy `.h5`. What it keeps for training (`training_config`, `optimizer_weights`) is left out. @throws what `openKeras` throws. */
export function openLegacy(source: ByteSource, ports: ReadPorts, limits: Limits, dropped: Dropped): OpenedToDisarm {
  const keras = openKerasH5(source, ports, limits);
  const file = openHdf5(source, limits, ports.inflate);
  const { root } = file;
  legacyConfig(root, limits); // its bounds
  const text = new ReadText(encodeUtf8(textOf(root, 'model_config') ?? ''), 'model_config', limits, dropped);
  for (const name of root.attributes().keys()) if (!READ.has(name)) dropped.add(`the attribute ${quote(name)}`);
  for (const [name, link] of root.children())
    if (name !== 'model_weights') dropped.add(`${quote(name)}, a ${link.kind === 'hard' ? 'group' : `link (${link.kind})`}`);
  return { ...described(text, keras, limits), unused: () => dropUnused(file, legacyWeights(root), dropped) };
}

/** The layout of a legacy file: what its lists of names lead to (keras/src/legacy/saving/legacy_h5_format.py). */
function legacyWeights(root: Hdf5Group): WrittenWeights {
  const weights = root.get('model_weights');
  const groups = weights?.kind === 'group' ? layerGroups(weights) : [];
  const listed = new Set(groups.flatMap((group) => group.weights.map(({ name }) => `${group.name}/${name}`)));
  return { member: 'the file', root: '/model_weights', own: /^((layer|weight)_names\d*|keras_version|backend)$/, has: (path) => listed.has(path) };
}

/** Opens an unzipped `.keras`, or an architecture with its weights. @throws what `openKerasFiles` throws. */
export function openFiles(files: readonly NamedSource[], ports: ReadPorts, limits: Limits, dropped: Dropped): OpenedToDisarm {
  const keras = openKerasFiles(files, ports, limits);
  const { config } = bundleOf(files);
  const text = new ReadText(config.source.read(0, config.source.size), config.path, limits, dropped);
  const read = new Set<string>(FOLDER_FILES);
  const { asset } = keras.weights;
  const weights =
    asset === undefined ? keras.weights : { ...keras.weights, asset: (path: string, name: string) => noted(asset(path, name), `assets/${path}/${name}`, read) };
  const unused = (): void => {
    if (bundleOf(files).kind === 'folder') for (const { path } of files) if (!read.has(path)) dropped.add(`the file ${quote(path)}`);
  };
  return { ...described(text, asset === undefined ? keras : { ...keras, weights }, limits), unused };
}

function noted(bytes: Uint8Array | undefined, path: string, read: Set<string>): Uint8Array | undefined {
  if (bytes !== undefined) read.add(path);
  return bytes;
}

/** With the description as it was written, number by number. */
function described(text: ReadText, keras: OpenedToDisarm['keras'], limits: Limits): Omit<OpenedToDisarm, 'unused'> {
  const { config } = text.describe(keras.writer, limits);
  return { keras, config, isFloat: text.isFloat };
}
