import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../artifact/json/json.ts';
import { mapList, mapObject, objectOf } from './json.ts';

/** From which number the calls of a layer are counted, where not from 0. */
export type Bases = ReadonlyMap<string, 0 | 1>;

/** Layers of Keras 2 that put their initial states behind the input, as further tensors of one list (tf_keras/src/layers/rnn/base_rnn.py, `__call__`). */
const RECURRENT: ReadonlySet<string> = new Set([
  'RNN', 'SimpleRNN', 'LSTM', 'GRU', 'CuDNNLSTM', 'CuDNNGRU', 'ConvLSTM1D', 'ConvLSTM2D', 'ConvLSTM3D', 'Bidirectional',
]); // biome-ignore format: a table
/** Layers which are called with exactly the structure that stands in the file: a list of one stays a list. */
const AS_WRITTEN: ReadonlySet<string> = new Set(['TFOpLambda', 'SlicingOpLambda']);

/**
 * Calls in the spelling of Keras 2, `[[["x", 0, 0, {kwargs}], …], …]`, as `{"args", "kwargs"}`. Calls that are spelled so already stay what they are.
 *
 * The first argument is a structure of references, each with the same keyword arguments behind it; `["_CONSTANT_VALUE", -1, value, {kwargs}]` is a value.
 *
 * @see tf_keras/src/engine/node.py, `serialize`; tf_keras/src/engine/functional.py, `reconstruct_from_config`
 */
export function modernNodes(nodes: readonly Json[], className: string, bases: Bases): readonly Json[] {
  return mapList(nodes, (node) => (isJsonArray(node) || (isJsonObject(node) && !('args' in node)) ? modernNode(node, className, bases) : node));
}

function modernNode(node: Json, className: string, bases: Bases): Json {
  const seen: { kwargs: JsonObject } = { kwargs: objectOf() };
  const first = structure(node, bases, seen);
  const named = mapObject(seen.kwargs, (value) => references(value, bases));
  if (isJsonArray(first) && !AS_WRITTEN.has(className)) {
    const [only, ...states] = first;
    if (only !== undefined && states.length === 0) return call(only, named);
    if (only !== undefined && RECURRENT.has(className)) return call(only, objectOf(named, { initial_state: states }));
  }
  return call(first, named);
}

const call = (first: Json, kwargs: JsonObject): JsonObject => objectOf({ args: [first], kwargs });

/** The first argument, and on the way its keyword arguments: Keras 2 takes those of the last reference. */
function structure(node: Json, bases: Bases, seen: { kwargs: JsonObject }): Json {
  if (isJsonObject(node)) return mapObject(node, (value) => structure(value, bases, seen));
  if (!isJsonArray(node)) return node;
  const [layer, index, tensor, kwargs] = node;
  if (typeof layer !== 'string') return node.map((item) => structure(item, bases, seen));
  if (isJsonObject(kwargs)) seen.kwargs = kwargs;
  return layer === '_CONSTANT_VALUE' && index === -1 ? (tensor ?? null) : tensorOf(layer, index, tensor, bases);
}

/** References in keyword arguments: lists of a name and two numbers. */
function references(value: Json, bases: Bases): Json {
  if (isJsonObject(value)) return mapObject(value, (inner) => references(inner, bases));
  if (!isJsonArray(value)) return value;
  const [layer, index, tensor] = value;
  if (value.length === 3 && typeof layer === 'string' && typeof index === 'number' && typeof tensor === 'number') return tensorOf(layer, index, tensor, bases);
  return mapList(value, (item) => references(item, bases));
}

/** Malformed numbers stay as they are: the reader of references refuses them with their place. */
function tensorOf(layer: string, index: Json | undefined, tensor: Json | undefined, bases: Bases): JsonObject {
  const node = typeof index === 'number' ? index - (bases.get(layer) ?? 0) : (index ?? null);
  return objectOf({ class_name: '__keras_tensor__', config: objectOf({ keras_history: [layer, node, tensor ?? null] }) });
}

/** The same references, the calls of each layer counted from `base` less: one alone, a list of them, or a dictionary. */
export function shifted(ports: Json, base: (layer: string) => number): Json {
  if (isJsonObject(ports)) return mapObject(ports, (value) => shifted(value, base));
  if (!isJsonArray(ports)) return ports;
  const [layer, index, tensor] = ports;
  if (typeof layer !== 'string') return mapList(ports, (item) => shifted(item, base));
  return typeof index === 'number' && base(layer) !== 0 ? [layer, index - base(layer), tensor ?? null] : ports;
}
