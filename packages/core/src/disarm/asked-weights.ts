import type { NewObject } from '../artifact/hdf5/write/new-object.ts';
import type { WeightShapes } from '../keras/define-layer.ts';
import type { LayerSpec } from '../keras/spec.ts';
import type { Weight } from '../keras/weight.ts';
import type { WeightPaths } from '../keras/weight-paths.ts';
import { bindOne, placesOf, type StoredWeight, type WeightSource } from '../keras/weight-source.ts';
import { decodeUtf8 } from '../text/utf8.ts';
import { HorngateError } from '../words/error.ts';

/** A variable that a layer asked for, under the path of its group. */
interface Asked {
  readonly layer: string;
  readonly variables: Map<string, StoredWeight>;
}

/**
 * Hands out weights as `bindWeights` does, and takes down which were asked for: those are the model's, and whatever lies beside them is nobody's.
 *
 * @see keras/src/saving/saving_lib.py, `_load_state`, which goes by the same paths
 */
export class AskedWeights implements WeightSource {
  readonly assets = new Map<string, Uint8Array>();
  readonly #source: WeightSource;
  readonly #asked = new Map<string, Asked>();

  constructor(source: WeightSource) {
    this.#source = source;
  }

  below(path: string): ReadonlyMap<string, StoredWeight> {
    return this.#source.below(path);
  }

  nameAt(path: string): string | undefined {
    return this.#source.nameAt(path);
  }

  /** @throws HG_ARTIFACT_FIELD for a file that is no text. */
  asset(path: string, name: string): Uint8Array | undefined {
    const bytes = this.#source.asset?.(path, name);
    if (bytes === undefined) return undefined;
    if (bytes.includes(0) || decodeUtf8(bytes) === undefined)
      throw new HorngateError('HG_ARTIFACT_FIELD', `Cannot keep "${name}" of a layer as it must be text in UTF-8: it is not`, {
        where: { member: `assets/${path}/${name}` },
      });
    this.assets.set(`assets/${path}/${name}`, bytes);
    return bytes;
  }

  /** Variables of a layer, by the path of each; a layer that is called twice asks twice. */
  ask(path: string, layer: string, shapes: WeightShapes): ReadonlyMap<string, Weight> {
    const written = this.#source.nameAt(path);
    if (written !== undefined && written !== layer)
      throw new HorngateError('HG_ARTIFACT_WEIGHTS', `Cannot keep the weights at "${path}" as those of "${layer}" are wanted: found those of "${written}"`);
    const stored = this.#source.below(path);
    const bound = new Map<string, Weight>();
    for (const [name, dims, place] of placesOf(shapes)) {
      const found = stored.get(place);
      bound.set(name, bindOne(found, dims, `${path}/${place}`));
      this.#keep(`${path}/${place}`, layer, found as StoredWeight);
    }
    return bound;
  }

  #keep(path: string, layer: string, weight: StoredWeight): void {
    const cut = path.lastIndexOf('/');
    const group = this.#asked.get(path.slice(0, cut)) ?? { layer, variables: new Map() };
    group.variables.set(path.slice(cut + 1), weight);
    this.#asked.set(path.slice(0, cut), group);
  }

  /** @param path - as our reader of weights calls it. */
  has(path: string): boolean {
    const cut = path.lastIndexOf('/');
    return this.#asked.get(path.slice(0, cut))?.variables.has(path.slice(cut + 1)) === true;
  }

  bytes(): number {
    let sum = 0;
    for (const { variables } of this.#asked.values()) for (const { bytes } of variables.values()) sum += bytes;
    return sum;
  }

  /**
   * The tree of groups as Keras writes it.
   *
   * @param paths - of each layer in it: of some classes Keras takes the parts by another name than our reader.
   * @throws HG_UNSUPPORTED_DTYPE
   */
  tree(paths: WeightPaths): NewObject & { readonly kind: 'group' } {
    const root: Tree = { children: new Map(), name: undefined };
    const hidden = new Set([...paths].flatMap(([layer, path]) => (hidesParts(layer) ? [path] : [])));
    for (const [path, { layer, variables }] of this.#asked) {
      const group = writtenAt(path, hidden).split('/').reduce(into, root);
      group.name = layer;
      for (const [name, weight] of variables) group.children.set(name, datasetOf(weight, `${path}/${name}`));
    }
    return finished(root);
  }
}

/** The only class of 3.15.1 whose parts are private and have no public name (keras/src/layers/attention/grouped_query_attention.py). */
const hidesParts = ({ resolved }: LayerSpec): boolean => resolved.kind === 'layer' && resolved.definition.keras === 'GroupQueryAttention';

function writtenAt(path: string, hidden: ReadonlySet<string>): string {
  const [, outer, part] = /^(.*)\/((?:query|key|value|output)_dense\/.*)$/.exec(path) ?? [];
  return outer !== undefined && hidden.has(outer) ? `${outer}/_${part}` : path;
}

interface Tree {
  name: string | undefined;
  readonly children: Map<string, Tree | NewObject>;
}

function into(tree: Tree, name: string): Tree {
  const child = tree.children.get(name);
  if (child !== undefined && !('kind' in child)) return child;
  const made: Tree = { children: new Map(), name: undefined };
  tree.children.set(name, made);
  return made;
}

function finished({ children, name }: Tree): NewObject & { readonly kind: 'group' } {
  const done = new Map([...children].map(([key, child]) => [key, 'kind' in child ? child : finished(child)] as const));
  return { kind: 'group', children: done, ...(name === undefined ? {} : { attributes: { name } }) };
}

function datasetOf(weight: StoredWeight, path: string): NewObject {
  const { dtype, dims } = weight;
  if (dtype === undefined || dtype === 'bool' || dtype === 'string')
    throw new HorngateError('HG_UNSUPPORTED_DTYPE', `Cannot write the variable "${path}" as it must be of numbers: it is ${dtype ?? 'of another type'}`);
  return { kind: 'dataset', dtype, shape: dims, pieces: () => weight.pieces?.() ?? [weight.read()] };
}
