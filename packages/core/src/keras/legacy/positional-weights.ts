import { HorngateError } from '../../words/error.ts';
import type { WeightShapes } from '../define-layer.ts';
import type { LayerSpec, ModelSpec } from '../spec.ts';
import type { Weight } from '../weight.ts';
import { type WeightPaths, weightPaths } from '../weight-paths.ts';
import type { StoredWeight, WeightSource } from '../weight-source.ts';
import type { LayerGroup, NamedWeight } from './layer-groups.ts';

/** One variable that a layer asks for. */
interface Wanted {
  /** Path of the layer that asks, and its name. */
  readonly path: string;
  readonly layer: string;
  /** Of the variable, as its definition calls it: `cell/kernel`. */
  readonly name: string;
  readonly dims: readonly number[];
}

/** Variables that training does not move, by the names that definitions give them: Keras lists them behind the others. */
const NOT_TRAINED = /(^|\/)(moving_(mean|variance|stddev)|renorm_(mean|stddev)|mean|variance|count|vector_u|sn_u)$/;

/** Of quantized layers: Keras 3 itself does not load them from a legacy file. */
const QUANTIZED = /(^|\/)(\w+_scale|\w+_zero|g_idx)$/;

/**
 * The weights of a legacy file. They lie in one flat list for each layer of the outermost model, and which is which follows from their order alone:
 * first all that are trained, then the others, models in models flattened. So a layer's weights can be told only when every layer before it has said
 * what it has: the model is traced twice, the first time against what it asks for.
 *
 * The order decides, as in Keras; where the names that the writer gave tell of another order, the file is refused.
 *
 * @see keras/src/legacy/saving/legacy_h5_format.py, `_legacy_weights`; tf_keras/src/engine/training.py, `trainable_weights`
 */
export class PositionalWeights implements WeightSource {
  readonly #groups: readonly LayerGroup[];
  readonly #model: ModelSpec;
  readonly #paths: WeightPaths;
  readonly #writer: 2 | 3;

  constructor(groups: readonly LayerGroup[], model: ModelSpec, writer: 2 | 3) {
    this.#groups = groups;
    this.#model = model;
    this.#paths = weightPaths(model);
    this.#writer = writer;
  }

  /** As long as the order is not settled: everything that a layer of the outermost model has, at the first layer in it. For counting only. */
  below(path: string): ReadonlyMap<string, StoredWeight> {
    const layer = this.#model.layers.find((layer) => this.#paths.get(firstLeaf(layer)) === path);
    const group = layer && this.#groups.find(({ name }) => name === layer.name);
    return new Map(group?.weights.map(({ stored }, index) => [`vars/${index}`, stored]));
  }

  nameAt(): undefined {
    return undefined;
  }

  /**
   * Gives each layer its weights, by what all of them ask for.
   *
   * @param ask - traces the model against the source that it is given, which has no weights yet.
   * @throws HG_ARTIFACT_WEIGHTS where layers, weights, shapes or names do not come out even; whatever `ask` throws.
   */
  settle(ask: (source: WeightSource) => void): WeightSource {
    const asked = new Asked(this.#groups);
    ask(asked);
    const found = new Map<string, Map<string, StoredWeight>>();
    const listing = { paths: this.#paths, below: byLayer(this.#paths, asked.wanted), writer: this.#writer };
    const layers = this.#model.layers.map((layer) => ({ layer, wanted: ordered(layer, listing) })).filter(({ wanted }) => wanted.length > 0);
    if (layers.length !== this.#groups.length) throw mismatch('', `weights of ${layers.length} layers`, `those of ${this.#groups.length}`);
    layers.forEach(({ layer, wanted }, index) => {
      bind(layer, wanted, this.#groups[index] as LayerGroup, found);
    });
    return { below: (path) => placed(asked.wanted.get(path) ?? [], found.get(path)), nameAt: () => undefined };
  }
}

const firstLeaf = (layer: LayerSpec): LayerSpec => {
  for (let at = layer; ; ) {
    const inner: LayerSpec | undefined = at.model?.layers.find(({ resolved }) => resolved.kind !== 'input');
    if (inner === undefined) return at;
    at = inner;
  }
};

/** Takes down what layers ask for. What it hands out has a shape and a type, and zeros where somebody looks inside before the order is settled. */
class Asked implements WeightSource {
  /** By the path of the layer that asked. */
  readonly wanted = new Map<string, readonly Wanted[]>();
  readonly #shapes: ReadonlyMap<string, StoredWeight>;

  constructor(groups: readonly LayerGroup[]) {
    this.#shapes = new Map(groups.flatMap(({ weights }) => weights.map(({ stored }) => [stored.dims.join(), stored])));
  }

  below(): ReadonlyMap<string, StoredWeight> {
    return new Map();
  }

  nameAt(): undefined {
    return undefined;
  }

  /** A shape that no weight of the file has is refused here, so that a description cannot make us take more memory than the file has weights. */
  ask(path: string, layer: string, shapes: WeightShapes): ReadonlyMap<string, Weight> {
    const variables = Object.entries(shapes).flatMap(([name, dims]) => (dims === undefined ? [] : [{ path, layer, name, dims }]));
    if (variables.some(({ name }) => QUANTIZED.test(name)))
      throw new HorngateError(
        'HG_UNSUPPORTED_DTYPE',
        `Cannot compile the layer "${layer}" as its weights are of whole numbers, which a legacy file cannot give back`,
      );
    if (!this.wanted.has(path)) this.wanted.set(path, variables);
    return new Map(
      variables.map(({ name, dims }) => {
        const like = this.#shapes.get(dims.join());
        if (like === undefined) throw mismatch(`${layer}/${name}`, `a variable [${dims.join(', ')}]`, 'none of that shape in the file');
        return [name, { dtype: like.dtype ?? 'float32', dims, key: `${path}/${name}`, read: () => new Uint8Array(like.bytes) }];
      }),
    );
  }
}

/** What each layer, with all that stands in its config, asks for, in the order of asking; by the path of the layer. */
function byLayer(paths: WeightPaths, asked: ReadonlyMap<string, readonly Wanted[]>): ReadonlyMap<string, readonly Wanted[]> {
  const below = new Map([...paths.values()].map((path): [string, Wanted[]] => [path, []]));
  for (const [path, variables] of asked)
    for (let at = path; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('/')))) {
      const list = below.get(at);
      if (list !== undefined) for (const variable of variables) list.push(variable);
    }
  return below;
}

/** Where the variables of a model's layers are listed, while one layer of the outermost model is gone through. */
interface Listing {
  readonly paths: WeightPaths;
  /** Of each layer with those in it. */
  readonly below: ReadonlyMap<string, readonly Wanted[]>;
  readonly writer: 2 | 3;
  /** Paths listed so far: a layer that stands in it twice is listed once. */
  readonly seen: Set<string>;
}

/** The variables of a layer of the outermost model as its writer listed them. */
function ordered(layer: LayerSpec, listing: Omit<Listing, 'seen'>): readonly Wanted[] {
  const [trained, others] = split(layer, { ...listing, seen: new Set() });
  return [...trained, ...others];
}

type Split = readonly [trained: readonly Wanted[], others: readonly Wanted[]];

/**
 * What is trained and what is not, in the order of each.
 *
 * What is frozen trains nothing. A frozen model then lists, in Keras 2, what its layers would train and after that the rest; all others, and all of Keras 3,
 * list each layer whole.
 */
function split(layer: LayerSpec, listing: Listing): Split {
  const parts = layer.model === undefined ? [ownOf(layer, listing)] : layer.model.layers.map((each) => split(each, listing));
  const [trained, others] = [parts.flatMap(([each]) => each), parts.flatMap(([, each]) => each)];
  if (layer.object.config['trainable'] !== false) return [trained, others];
  return [[], listing.writer === 2 && layer.model !== undefined ? [...trained, ...others] : parts.flatMap(([each, more]) => [...each, ...more])];
}

/** Of a layer with those in its config; a layer that stands in a model twice is listed once. */
function ownOf(layer: LayerSpec, { paths, below, seen }: Listing): Split {
  const path = paths.get(layer) ?? '';
  const own = seen.has(path) ? [] : (below.get(path) ?? []);
  seen.add(path);
  if (layer.object.config['trainable'] === false) return [own, []];
  return [own.filter(({ name }) => !NOT_TRAINED.test(name)), own.filter(({ name }) => NOT_TRAINED.test(name))];
}

function bind(layer: LayerSpec, wanted: readonly Wanted[], group: LayerGroup, found: Map<string, Map<string, StoredWeight>>): void {
  if (group.name !== layer.name) throw mismatch(group.name, `the weights of layer "${layer.name}"`, `those of "${group.name}"`);
  if (group.weights.length !== wanted.length) throw mismatch(group.name, `${wanted.length} weights`, `${group.weights.length}`);
  const layers = new Set(wanted.map((each) => each.layer));
  const variables = new Set(wanted.map(({ path, name }) => `${path}/${lastOf(name)}`));
  wanted.forEach((variable, index) => {
    const weight = group.weights[index] as NamedWeight;
    const same = weight.stored.dims.length === variable.dims.length && variable.dims.every((dim, axis) => dim === weight.stored.dims[axis]);
    if (!same) throw mismatch(weight.name, `"${variable.name}" of "${variable.layer}" [${variable.dims.join(', ')}]`, `[${weight.stored.dims.join(', ')}]`);
    if (contradicts(weight.name, variable, layers, variables)) throw mismatch(weight.name, `"${variable.name}" of "${variable.layer}"`, `"${weight.name}"`);
    const at = found.get(variable.path) ?? new Map<string, StoredWeight>();
    found.set(variable.path, at.set(variable.name, weight.stored));
  });
}

const lastOf = (name: string): string => name.slice(name.lastIndexOf('/') + 1);

/** Whether a weight bears the name of another variable of its layer, or of another layer of the same list. Names that are none of these say nothing. */
function contradicts(written: string, { path, name, layer }: Wanted, layers: ReadonlySet<string>, variables: ReadonlySet<string>): boolean {
  const parts = written.replace(/:\d+$/, '').split('/');
  const last = (parts.pop() ?? '').replace(/_\d+$/, '');
  if (last !== lastOf(name) && variables.has(`${path}/${last}`)) return true;
  const named = parts.filter((part) => layers.has(part));
  if (named.length > 0 && !named.includes(layer)) return true;
  const [wanted, found] = [directionOf(`${path}/${name}`), directionOf(written)];
  return wanted !== undefined && found !== undefined && wanted !== found;
}

/** Of a half of Bidirectional: `backward_layer` here, `backward_lstm` in the writer's names. */
const directionOf = (name: string): string | undefined => /\/(forward|backward)_[^/]*\//.exec(name)?.[1];

/** As `bindWeights` looks for them: `vars/<i>`, counted in each folder. */
function placed(wanted: readonly Wanted[], weights: ReadonlyMap<string, StoredWeight> | undefined): ReadonlyMap<string, StoredWeight> {
  const counts = new Map<string, number>();
  const places = new Map<string, StoredWeight>();
  for (const { name } of wanted) {
    const folder = name.slice(0, name.lastIndexOf('/') + 1);
    const index = counts.get(folder) ?? 0;
    counts.set(folder, index + 1);
    const weight = weights?.get(name);
    if (weight !== undefined) places.set(`${folder}vars/${index}`, weight);
  }
  return places;
}

const mismatch = (place: string, wanted: string, found: string): HorngateError =>
  new HorngateError(
    'HG_ARTIFACT_WEIGHTS',
    `Cannot bind the weights${place === '' ? '' : ` at "${place.slice(0, 200)}"`} as ${wanted} is wanted: found ${found}`,
    {
      where: { pointer: `/model_weights/${place.slice(0, 200)}` },
    },
  );
