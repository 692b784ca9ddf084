import type { Hdf5Dataset, Hdf5File, Hdf5Group, Hdf5Object } from '../artifact/index.ts';
import { HorngateError } from '../words/error.ts';
import { EARLY, EarlyLayout } from './legacy/early-layout.ts';
import type { StoredWeight, WeightSource } from './weight-source.ts';

/**
 * The variables of an HDF5 file in the layout of Keras 3: groups by path, data sets `vars/<i>`.
 *
 * Groups are reached over hard links alone and visited when a layer asks. Depth and cycles are the sender's choice: both are bounded.
 *
 * @see keras/src/saving/saving_lib.py, `H5IOStore`
 */
export function weightsOf(file: Hdf5File): WeightSource {
  const early = file.get(EARLY) === undefined ? undefined : new EarlyLayout(file);
  const at = (path: string): Hdf5Object | undefined => (early ?? file).get(path);
  return {
    below: (path) => {
      const found = new Map<string, StoredWeight>();
      const group = at(path);
      if (group?.kind === 'group') collect(file, group, '', found, new Set(), file.limits.maxDepth);
      return found;
    },
    nameAt: (path) => {
      const vars = at(`${path}/vars`);
      const name = vars?.kind === 'group' ? vars.attributes().get('name')?.strings() : undefined;
      return name?.[0];
    },
  };
}

/** MultiHeadAttention kept its parts in attributes that begin with an underscore in TF-Keras, and in Keras 3 at first. */
const PRIVATE = /(^|\/)_(query|key|value|output)_dense\//;

function collect(file: Hdf5File, group: Hdf5Group, prefix: string, into: Map<string, StoredWeight>, above: Set<number>, depth: number): void {
  if (above.has(group.address) || depth === 0)
    throw new HorngateError('HG_ARTIFACT_HDF5', 'Cannot read the weights as their groups must be a tree of bounded depth', {
      where: { member: 'model.weights.h5', pointer: `/${prefix}` },
    });
  above.add(group.address);
  for (const name of group.children().keys()) {
    const object = group.get(name);
    if (object?.kind === 'group') collect(file, object, `${prefix}${name}/`, into, above, depth - 1);
    else if (object?.kind === 'dataset') into.set(`${prefix}${name}`.replace(PRIVATE, '$1$2_dense/'), stored(object));
  }
  above.delete(group.address);
}

const stored = (dataset: Hdf5Dataset): StoredWeight => ({
  dtype: dataset.dtype,
  dims: dataset.shape ?? [],
  bytes: dataset.byteLength,
  read: () => dataset.read(),
  pieces: () => dataset.pieces(),
});
