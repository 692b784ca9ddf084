import type { Hdf5Group, Hdf5Object } from '../../artifact/index.ts';
import { HorngateError } from '../../words/error.ts';
import type { StoredWeight } from '../weight-source.ts';

/** One weight of a group, in the order in which the writer listed it. */
export interface NamedWeight {
  /** As the writer calls it: `dense/kernel:0` in Keras 2, `sequential/dense/kernel` in Keras 3. */
  readonly name: string;
  readonly stored: StoredWeight;
}

/** What one layer of the outermost model has in a legacy file: all weights in it, flat. */
export interface LayerGroup {
  readonly name: string;
  readonly weights: readonly NamedWeight[];
}

/**
 * The groups of `model_weights`, in the order of `layer_names`, without those that hold no weight.
 *
 * The file chooses how many names there are; each is one that its attributes hold, so the file's size bounds them.
 *
 * @throws HG_ARTIFACT_WEIGHTS for a name without its group or data set; HG_ARTIFACT_HDF5 for one that is reached over a link.
 * @see keras/src/legacy/saving/legacy_h5_format.py, `load_weights_from_hdf5_group`
 */
export function layerGroups(root: Hdf5Group): LayerGroup[] {
  const names = namesIn(root, 'layer_names');
  if (new Set(names).size !== names.length) throw wrong('model_weights', 'each layer once in "layer_names"');
  return names.map((name) => ({ name, weights: weightsIn(root, name) })).filter(({ weights }) => weights.length > 0);
}

/** Weights of the outermost model itself; a model that a file describes has none. @throws HG_ARTIFACT_WEIGHTS where the file has some. */
export function refuseTopLevel(root: Hdf5Group): void {
  const own = root.get('top_level_model_weights') === undefined ? [] : weightsIn(root, 'top_level_model_weights');
  if (own.length === 0) return;
  throw new HorngateError('HG_ARTIFACT_WEIGHTS', 'Cannot bind the weights at "top_level_model_weights" as a described model has none of its own', {
    where: { pointer: '/model_weights/top_level_model_weights' },
  });
}

function weightsIn(root: Hdf5Group, layer: string): NamedWeight[] {
  const group = root.get(layer);
  if (group?.kind !== 'group') throw wrong(`model_weights/${layer}`, 'a group');
  return namesIn(group, 'weight_names').map((name) => ({ name, stored: stored(group.get(name), `model_weights/${layer}/${name}`) }));
}

function stored(object: Hdf5Object | undefined, path: string): StoredWeight {
  if (object?.kind !== 'dataset') throw wrong(path, 'a data set');
  return { dtype: object.dtype, dims: object.shape ?? [], bytes: object.byteLength, read: () => object.read() };
}

/** A list of names; past 64 KB the writer cuts it into `<name>0`, `<name>1`, … An empty list has no type of text, as NumPy makes it one of floats. */
function namesIn(group: Hdf5Group, attribute: string): readonly string[] {
  const attributes = group.attributes();
  const read = (name: string): readonly string[] | undefined => {
    const found = attributes.get(name);
    if (found === undefined) return undefined;
    const strings = found.shape?.includes(0) ? [] : found.strings();
    if (strings === undefined || found.shape?.length !== 1) throw wrong(`@${name.slice(0, 100)}`, 'a list of names');
    return strings;
  };
  const whole = read(attribute);
  if (whole !== undefined) return whole;
  const names: string[] = [];
  for (let part = 0, next = read(`${attribute}0`); next !== undefined; next = read(`${attribute}${++part}`)) for (const name of next) names.push(name);
  return names;
}

const wrong = (path: string, wanted: string): HorngateError =>
  new HorngateError('HG_ARTIFACT_WEIGHTS', `Cannot read the weights as ${wanted} is wanted at "${path.slice(0, 200)}"`, {
    where: { pointer: `/${path.slice(0, 200)}` },
  });
