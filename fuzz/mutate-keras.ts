import { KNOWN_ACTIVATIONS, KNOWN_LAYERS, KNOWN_MODELS, KNOWN_OPERATIONS, LAYERS, OPERATIONS } from '@horngate/core/keras';
import { DTYPES } from '@horngate/core/tensor';
import { isTreeObject, type KerasSeed, Raw, type Tree, type TreeObject, textOf } from './keras-seeds.ts';
import type { SeededRandom } from './random.ts';

const NUMBERS: readonly Tree[] = [
  ...[0, 0, 1, 1, -1, -2, 2, 3, 4, 5, 7, 8, 16, 0.5, 1.5, -0.25, 1e-12, 100, 255, 256, 1000, 4096, 65_536, 1e6, 1e9, 2 ** 31 - 1, 2 ** 31, -(2 ** 31)],
  ...[2 ** 32, 2 ** 52, 2 ** 53 - 1, 2 ** 53, -(2 ** 53), 1e19, 1e38, 3.5e38, 1e308, 5e-324],
  ...['NaN', 'Infinity', '-Infinity', '1e999', '-0', '-0.0', '1.0', '2.0', '123456789012345678901234567890', '-9223372036854775809'].map(
    (text) => new Raw(text),
  ),
];
const TEXTS = [
  '',
  'x',
  'same',
  'valid',
  'causal',
  'full',
  'channels_first',
  'channels_last',
  'float32',
  'int32',
  'floor((x)/0)',
  '2*x',
  'batch',
  'a/b',
  '..',
  '\u0000',
  '__proto__',
  'toString',
];
const DTYPE_NAMES = [...DTYPES, 'complex64', 'mixed_float16', 'int4', ''];
/** Where a change seldom tells anything new: most places of a file are of these, so they are mostly passed over. */
const DULL = /initializer|regularizer|constraint|compile_config|build_config|registered_name|module|trainable|metadata/;

/** A place in a tree that can be read and set. */
interface Place {
  readonly holder: TreeObject | Tree[];
  readonly key: string | number;
  readonly path: string;
}

const at = ({ holder, key }: Place): Tree => (holder as TreeObject)[key as string] as Tree;
const put = ({ holder, key }: Place, value: Tree): void => {
  (holder as TreeObject)[key as string] = value;
};

function places(tree: Tree, path = '', into: Place[] = []): Place[] {
  if (Array.isArray(tree)) for (const [key, item] of tree.entries()) visit({ holder: tree, key, path: `${path}/${key}` }, item, into);
  else if (isTreeObject(tree)) for (const key of Object.keys(tree)) visit({ holder: tree, key, path: `${path}/${key}` }, tree[key] as Tree, into);
  return into;
}

function visit(place: Place, value: Tree, into: Place[]): void {
  into.push(place);
  places(value, place.path, into);
}

/** What the seeds hold: values by their key, and whole layers. */
export class Stock {
  readonly #seeds: readonly KerasSeed[];
  readonly #values = new Map<string, Tree[]>();
  readonly layers: readonly TreeObject[];

  constructor(seeds: readonly KerasSeed[]) {
    this.#seeds = seeds;
    const layers: TreeObject[] = [];
    for (const { config } of seeds) {
      for (const place of places(config ?? null)) {
        const key = String(place.key);
        const values = this.#values.get(key) ?? [];
        if (typeof place.key === 'string' && values.length < 400) this.#values.set(key, [...values, at(place)]);
        const value = at(place);
        if (/\/layers\/\d+$/.test(place.path) && isTreeObject(value) && value['class_name'] !== 'InputLayer') layers.push(value);
      }
    }
    this.layers = layers;
  }

  /** What some file has under this key. */
  value(random: SeededRandom, key: string): Tree | undefined {
    const values = this.#values.get(key);
    return values === undefined ? undefined : structuredCopy(random.pick(values));
  }

  tree(random: SeededRandom): TreeObject {
    return random.pick(this.#seeds).config ?? {};
  }
}

/** A copy; raw parts are shared, as nothing changes them. */
export function structuredCopy(tree: Tree): Tree {
  if (Array.isArray(tree)) return tree.map(structuredCopy);
  if (!isTreeObject(tree)) return tree;
  return Object.fromEntries(Object.entries(tree).map(([key, value]) => [key, structuredCopy(value)]));
}

type Change = (random: SeededRandom, root: TreeObject, stock: Stock) => void;

const CHANGES: readonly (readonly [weight: number, change: Change])[] = [
  [20, changeField],
  [14, borrowField],
  [8, changeType],
  [8, changeKey],
  [8, changeClass],
  [8, changeReference],
  [8, changeList],
  [10, changeShape],
  [4, changeDtype],
  [2, shareObjects],
  [5, graft],
  [14, appendLayer],
  [2, nestModel],
  [2, deepen],
];
const TOTAL = CHANGES.reduce((sum, [weight]) => sum + weight, 0);

/** Changes a configuration as a tree, in one to three places. */
export function mutateConfig(random: SeededRandom, seed: TreeObject, stock: Stock): TreeObject {
  const root = structuredCopy(seed) as TreeObject;
  for (let changes = 1 + random.below(3); changes > 0; changes--) {
    let share = random.next() * TOTAL;
    for (const [weight, change] of CHANGES) {
      share -= weight;
      if (share >= 0) continue;
      change(random, root, stock);
      break;
    }
  }
  return root;
}

function pickPlace(random: SeededRandom, root: TreeObject, good: (place: Place) => boolean = () => true): Place | undefined {
  const all = places(root).filter(good);
  if (all.length === 0) return undefined;
  for (let tries = 0; tries < 6; tries++) {
    const place = random.pick(all);
    if (!DULL.test(place.path)) return place;
  }
  return random.pick(all);
}

function changeField(random: SeededRandom, root: TreeObject): void {
  const place = pickPlace(random, root, (one) => typeof at(one) !== 'object' || Array.isArray(at(one)));
  if (place === undefined) return;
  const value = at(place);
  if (typeof value === 'number') put(place, random.chance(0.3) ? value + random.pick([-2, -1, 1, 2]) : random.pick(NUMBERS));
  else if (typeof value === 'boolean') put(place, !value);
  else if (typeof value === 'string') put(place, random.chance(0.4) ? random.pick([...KNOWN_ACTIVATIONS.keys()]) : random.pick(TEXTS));
  else if (Array.isArray(value))
    for (const [index, item] of value.entries()) if (random.chance(0.5) && !isTreeObject(item)) value[index] = random.pick(NUMBERS);
}

function borrowField(random: SeededRandom, root: TreeObject, stock: Stock): void {
  const place = pickPlace(random, root, ({ key }) => typeof key === 'string');
  if (place === undefined || ['layers', 'config', 'class_name'].includes(String(place.key))) return;
  const value = stock.value(random, String(place.key));
  if (value !== undefined) put(place, value);
}

function changeType(random: SeededRandom, root: TreeObject): void {
  const place = pickPlace(random, root);
  if (place === undefined) return;
  const old = at(place);
  put(
    place,
    random.pick<Tree>([null, true, false, 0, 1, 'x', '', [], {}, [[]], [null], [old], [old, old], [1, 2], { x: old }, new Raw('NaN'), new Raw('1e999')]),
  );
}

function changeKey(random: SeededRandom, root: TreeObject): void {
  const place = pickPlace(random, root, ({ key }) => typeof key === 'string');
  if (place === undefined || Array.isArray(place.holder)) return;
  const { holder } = place;
  const key = String(place.key);
  const how = random.below(4);
  const value = holder[key] as Tree;
  if (how === 0) delete holder[key];
  else if (how === 1) {
    delete holder[key];
    holder[random.pick([...Object.keys(holder), `${key}s`, 'x', 'toString', 'axis', 'units', 'alpha', 'mask', 'training', 'initial_state'])] = value;
  } else if (how === 2) {
    const other = random.pick(Object.keys(holder));
    [holder[key], holder[other]] = [holder[other] as Tree, value];
  } else holder[key] = new Raw(`${textOf(value)}, ${JSON.stringify(key)}: ${textOf(random.chance(0.5) ? value : random.pick(NUMBERS))}`);
}

const NAMES = [KNOWN_LAYERS, KNOWN_OPERATIONS, KNOWN_MODELS] as const;

function changeClass(random: SeededRandom, root: TreeObject): void {
  const place = pickPlace(random, root, ({ key, path }) => key === 'class_name' && /layers\/\d+\/class_name$/.test(path));
  if (place === undefined || Array.isArray(place.holder)) return;
  if (random.chance(0.1)) {
    put(place, random.pick(['Nothing', '__lambda__', 'Lambda', '__keras_tensor__', 'function', 'constructor']));
    return;
  }
  const lowered = random.pick([LAYERS, OPERATIONS]);
  const name = random.chance(0.7) ? random.pick([...lowered.keys()]) : random.pick([...random.pick(NAMES).keys()]);
  put(place, name);
  const known = NAMES.map((table) => table.get(name)).find((entry) => entry !== undefined);
  place.holder['module'] = known?.module ?? 'keras.layers';
  place.holder['registered_name'] = known?.registered ?? null;
}

/** Lists `["layer", call, output]`, wherever they stand. */
const isReference = (value: Tree): value is [string, number, number] =>
  Array.isArray(value) && value.length === 3 && typeof value[0] === 'string' && typeof value[1] === 'number';

function changeReference(random: SeededRandom, root: TreeObject): void {
  const all = places(root).filter((place) => isReference(at(place)));
  if (all.length === 0) return;
  const place = random.pick(all);
  const old = at(place) as [string, number, number];
  const other = at(random.pick(all)) as [string, number, number];
  const names = places(root).flatMap((one) => (one.key === 'name' && typeof at(one) === 'string' ? [at(one) as string] : []));
  put(
    place,
    random.pick<Tree>([
      [...other],
      [random.pick(names), 0, 0],
      [random.pick(names), 0, 0],
      [old[0], random.pick([1, 2, 1e9, 2 ** 53, -1]), old[2]],
      [old[0], old[1], random.pick([1, 2, 1e9, 2 ** 31, -1, 0.5])],
      [old, other],
      old.slice(0, 2),
      'x',
    ]),
  );
}

function changeList(random: SeededRandom, root: TreeObject): void {
  const place = pickPlace(random, root, (one) => Array.isArray(at(one)));
  if (place === undefined) return;
  const list = at(place) as Tree[];
  const how = random.below(7);
  if (how === 0) put(place, []);
  else if (how === 1) put(place, [list]);
  else if (how === 2) put(place, [...list].reverse());
  else if (how === 3 && list.length > 0) list.splice(random.below(list.length), 0, structuredCopy(random.pick(list)));
  else if (how === 4 && list.length > 0) list.splice(random.below(list.length), 1);
  else if (how === 5 && list.length > 0)
    put(
      place,
      Array.from({ length: random.pick([2, 3, 10, 100]) }, () => list)
        .flat()
        .slice(0, 1000),
    );
  else if (list.length > 0 && list.length < 20 && textOf(list).length < 1000)
    put(place, Array.from({ length: Math.ceil(1000 / list.length) }, () => list).flat());
}

const SIZES: readonly Tree[] = [null, null, 0, 1, 1, 2, 3, 4, 5, 8, 16, 64, 1024, 1e6, 2 ** 31, 2 ** 53 - 1, -1, 0.5];

function changeShape(random: SeededRandom, root: TreeObject): void {
  const place = pickPlace(random, root, (one) => /shape/.test(String(one.key)) && Array.isArray(at(one)));
  if (place === undefined) return;
  const shape = at(place) as Tree[];
  const how = random.next();
  if (how < 0.6 && shape.length > 0) shape[random.below(shape.length)] = random.pick(SIZES);
  else if (how < 0.8) put(place, [...shape, random.pick(SIZES)]);
  else if (how < 0.9) put(place, shape.slice(0, -1));
  else
    put(
      place,
      Array.from({ length: random.below(9) }, () => random.pick(SIZES)),
    );
}

function changeDtype(random: SeededRandom, root: TreeObject): void {
  const place = pickPlace(random, root, ({ key }) => key === 'dtype');
  if (place !== undefined)
    put(place, random.chance(0.8) ? random.pick(DTYPE_NAMES) : { class_name: 'DTypePolicy', config: { name: random.pick(DTYPE_NAMES) } });
}

function shareObjects(random: SeededRandom, root: TreeObject): void {
  for (const layer of layersOf(root)) if (random.chance(0.6)) layer['shared_object_id'] = random.pick<Tree>([1, 1, 1, 2, 0, -1, 1e308, '1', new Raw('NaN')]);
}

/** Puts a part of another file where a part of the same key stands. */
function graft(random: SeededRandom, root: TreeObject, stock: Stock): void {
  const from = pickPlace(random, stock.tree(random), (one) => typeof at(one) === 'object');
  if (from === undefined) return;
  const to = pickPlace(random, root, (one) => typeof at(one) === 'object' && (one.key === from.key || typeof from.key === 'number'));
  if (to !== undefined) put(to, structuredCopy(at(from)));
}

/** Layers of the model and of the models in it. */
function layersOf(root: TreeObject): TreeObject[] {
  return places(root).flatMap((place) => (/\/layers\/\d+$/.test(place.path) && isTreeObject(at(place)) ? [at(place) as TreeObject] : []));
}

/** Adds a layer of another file behind the outputs: in a Functional model the outputs, or any call before, become what it takes. */
function appendLayer(random: SeededRandom, root: TreeObject, stock: Stock): void {
  const config = root['config'];
  if (!isTreeObject(config) || !Array.isArray(config['layers']) || stock.layers.length === 0) return;
  const layers = config['layers'];
  const layer = structuredCopy(random.pick(stock.layers)) as TreeObject;
  const name = `added_${layers.length}`;
  layer['name'] = name;
  if (isTreeObject(layer['config'])) layer['config']['name'] = name;
  if (root['class_name'] === 'Sequential') {
    layers.splice(random.chance(0.7) ? layers.length : random.below(layers.length + 1), 0, layer);
    return;
  }
  const outputs = places(config['output_layers'] ?? null).filter((place) => isReference(at(place)));
  const ports = outputs.map((place) => at(place) as [string, number, number]);
  const own = config['output_layers'];
  const all = [...ports, ...(isReference(own as Tree) ? [own as [string, number, number]] : [])];
  if (all.length === 0) return;
  if (!Array.isArray(layer['inbound_nodes']) || layer['inbound_nodes'].length === 0)
    layer['inbound_nodes'] = [{ args: [{ class_name: '__keras_tensor__', config: { keras_history: random.pick(all) } }], kwargs: {} }];
  layer['inbound_nodes'] = (layer['inbound_nodes'] as Tree[]).slice(0, 1);
  for (const place of places(layer['inbound_nodes'])) if (place.key === 'keras_history') put(place, [...random.pick(all)]);
  layers.push(layer);
  config['output_layers'] = random.chance(0.7) ? [name, 0, 0] : [...all, [name, 0, 0]];
}

/** A model as a layer of itself, some levels deep. */
function nestModel(random: SeededRandom, root: TreeObject): void {
  const config = root['config'];
  if (!isTreeObject(config) || textOf(root).length > 20_000) return;
  const inner = structuredCopy(root) as TreeObject;
  const name = `inner_${random.below(3)}`;
  inner['name'] = name;
  if (isTreeObject(inner['config'])) inner['config']['name'] = name;
  if (root['class_name'] === 'Sequential' && Array.isArray(config['layers'])) config['layers'].splice(random.below(config['layers'].length + 1), 0, inner);
  else if (Array.isArray(config['layers'])) {
    inner['inbound_nodes'] = [
      { args: [{ class_name: '__keras_tensor__', config: { keras_history: structuredCopy(config['output_layers'] ?? null) } }], kwargs: {} },
    ];
    config['layers'].push(inner);
    config['output_layers'] = [name, 1, 0];
  }
}

function deepen(random: SeededRandom, root: TreeObject): void {
  const place = pickPlace(random, root);
  if (place === undefined) return;
  const depth = random.pick([5, 40, 63, 64, 1000]);
  const [open, close] = random.pick([
    ['[', ']'],
    ['{"a": ', '}'],
    ['[1, ', ']'],
  ]);
  put(place, new Raw(`${open.repeat(depth)}${textOf(at(place))}${close.repeat(depth)}`));
}
