import type { DType } from '../tensor/dtype.ts';
import { HorngateError } from '../words/error.ts';
import type { WeightShapes } from './define-layer.ts';
import type { Weight } from './weight.ts';

/** The variables below one path of a weights file, as the layer readers see them; `weightsOf` in `hdf5-weights.ts` is the one for `.keras`. */
export interface WeightSource {
  /** Data sets below `path`, by their path relative to it, such as `cell/vars/0`. */
  below(path: string): ReadonlyMap<string, StoredWeight>;
  /** The name of the layer that wrote the group, where the file keeps it. */
  nameAt(path: string): string | undefined;
  /** The bytes of a file below `path` that a layer keeps beside its weights, by exact name. @throws HG_LIMIT_BYTES */
  asset?(path: string, name: string): Uint8Array | undefined;
  /** Takes down what a layer asks for, where the order of all of them decides which weight is whose; see `PositionalWeights`. */
  ask?(path: string, layer: string, shapes: WeightShapes): ReadonlyMap<string, Weight>;
  /** The source to compile with, where this one must first know what all layers ask for. */
  settle?(ask: (source: WeightSource) => void): WeightSource;
}

export interface StoredWeight {
  readonly dtype: DType | undefined;
  readonly dims: readonly number[];
  readonly bytes: number;
  read(): Uint8Array;
  /** The same in pieces, where it need not be in memory whole. */
  pieces?(): Iterable<Uint8Array>;
}

/** State that does not enter inference: seeds of random layers. */
export const isIdle = (name: string): boolean => /(^|\/)seed_generator\//.test(name);

/**
 * Binds the variables of a layer to those in the file: each that the config asks for must be there with its exact shape, and no other.
 *
 * @param folders - below the path, of layers that stand in this one's config: they bind their own.
 * @throws HG_ARTIFACT_WEIGHTS otherwise.
 */
export function bindWeights(
  source: WeightSource,
  path: string,
  layer: string,
  shapes: WeightShapes,
  folders: readonly string[] = [],
): ReadonlyMap<string, Weight> {
  if (source.ask !== undefined) return source.ask(path, layer, shapes);
  const inside = (name: string): boolean => folders.some((folder) => name.startsWith(`${folder}/`));
  const stored = new Map([...source.below(path)].filter(([name]) => !isIdle(name) && !inside(name)));
  const written = source.nameAt(path);
  if (written !== undefined && written !== layer) throw mismatch(path, `the variables of layer "${layer}"`, `those of "${written}"`);
  const bound = new Map<string, Weight>();
  for (const [name, dims, place] of placesOf(shapes)) {
    bound.set(name, bindOne(stored.get(place), dims, `${path}/${place}`));
    stored.delete(place);
  }
  for (const extra of stored.keys()) throw mismatch(`${path}/${extra}`, 'no variable', 'one that the layer does not have');
  return bound;
}

/** Path of each variable below the layer's own: `vars/<i>`, counted in its folder, or a name of its own in `vars`. */
export function* placesOf(shapes: WeightShapes): Iterable<[name: string, dims: readonly number[], place: string]> {
  const counts = new Map<string, number>();
  for (const [name, dims] of Object.entries(shapes)) {
    if (dims === undefined) continue;
    if (/(^|\/)vars\//.test(name)) {
      yield [name, dims, name];
      continue;
    }
    const folder = name.slice(0, name.lastIndexOf('/') + 1);
    const index = counts.get(folder) ?? 0;
    counts.set(folder, index + 1);
    yield [name, dims, `${folder}vars/${index}`];
  }
}

/** One variable that the config asks for. @throws HG_ARTIFACT_WEIGHTS where it is another, or none. */
export function bindOne(stored: StoredWeight | undefined, dims: readonly number[], path: string): Weight {
  if (stored === undefined) throw mismatch(path, `a variable [${dims.join(', ')}]`, 'none');
  const same = stored.dims.length === dims.length && dims.every((dim, axis) => dim === stored.dims[axis]);
  if (!same) throw mismatch(path, `a variable [${dims.join(', ')}]`, `[${stored.dims.join(', ')}]`);
  if (stored.dtype === undefined) throw new HorngateError('HG_UNSUPPORTED_DTYPE', 'Cannot compile a variable of an unknown type', { where: { member: path } });
  return { dtype: stored.dtype, dims, key: path, read: () => stored.read() };
}

const mismatch = (path: string, wanted: string, found: string): HorngateError =>
  new HorngateError('HG_ARTIFACT_WEIGHTS', `Cannot bind the weights at "${path}" as ${wanted} is wanted: found ${found}`, {
    where: { member: 'model.weights.h5', pointer: `/${path}` },
  });
