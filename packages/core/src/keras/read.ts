import type { Json, JsonObject } from '../artifact/json/json.ts';
import { pointerTo } from '../artifact/json/pointer.ts';
import { isDType } from '../tensor/dtype.ts';
import { HorngateError } from '../words/error.ts';
import type { Limits } from '../words/limits.ts';
import { readArgument, readArguments, readRef } from './arguments.ts';
import { Fields } from './fields.ts';
import { isObject, type LayerObject, malformed, readObject } from './object.ts';
import type { InputSpec, LayerSpec, ModelSpec, NodeSpec, Port } from './spec.ts';
import { resolve } from './table.ts';

/**
 * Reads a model from the value of `config.json`: classes are resolved by the table, references stay names.
 *
 * The recursion goes as deep as models lie in models; the JSON reader has bounded that already.
 *
 * @throws HG_ARTIFACT_FIELD, HG_ARTIFACT_CODE with the pointer; HG_LIMIT_LAYERS past the budget.
 * @see keras/src/models/functional.py, `functional_from_config`; keras/src/models/sequential.py, `from_config`
 */
export function readModel(config: Json, limits: Limits): ModelSpec {
  const budget = { layers: limits.maxLayers };
  const object = readObject(config, '');
  const resolved = resolve(object);
  if (resolved.kind !== 'model') throw malformed('a Functional or Sequential model', '');
  return modelOf(object, resolved.sequential, budget);
}

interface Budget {
  layers: number;
}

function modelOf(object: LayerObject, sequential: boolean, budget: Budget): ModelSpec {
  const pointer = pointerTo(object.pointer, 'config');
  const fields = new Fields(object.config, pointer);
  const name = fields.string('name');
  fields.ignore('layers', 'input_layers', 'output_layers', 'build_input_shape');
  fields.finish();
  const layers = layersOf(object.config, pointer, budget);
  if (new Set(layers.map((layer) => layer.name)).size !== layers.length) throw malformed('another name for each layer', pointerTo(pointer, 'layers'));
  if (sequential) {
    const first = firstInput(layers[0]);
    const compute = fields.policy(name).compute;
    return { kind: 'sequential', name, layers, compute, inputShape: buildShape(object), ...(first && { firstInput: first }), pointer: object.pointer };
  }
  const inputs = ports(object.config['input_layers'], pointerTo(pointer, 'input_layers'));
  const outputs = ports(object.config['output_layers'], pointerTo(pointer, 'output_layers'));
  return { kind: 'functional', name, layers, inputs, outputs, pointer: object.pointer };
}

function layersOf(config: JsonObject, pointer: string, budget: Budget): LayerSpec[] {
  const at = pointerTo(pointer, 'layers');
  const list = config['layers'];
  if (!Array.isArray(list)) throw malformed('a list of layers', at);
  spend(budget, list.length, at);
  return (list as readonly Json[]).map((item, index) => layerOf(readObject(item, pointerTo(at, index)), budget));
}

/** Reads one layer with what stands in its config, as `readModel` reads each of a model. */
export const readLayer = (object: LayerObject, limits: Limits): LayerSpec => layerOf(object, { layers: limits.maxLayers });

function layerOf(object: LayerObject, budget: Budget): LayerSpec {
  const resolved = resolve(object);
  // In a Sequential, and in no other place, the name stands in the config alone.
  const name = object.object['name'] ?? object.config['name'];
  if (typeof name !== 'string' || name === '') throw malformed('a name', object.pointer);
  const shared = object.object['shared_object_id'];
  return {
    name,
    object,
    resolved,
    nodes: nodesOf(object),
    ...(resolved.kind === 'model' ? { model: modelOf(object, resolved.sequential, budget) } : {}),
    ...(resolved.kind === 'layer' && resolved.definition.inner !== undefined ? { inner: innerOf(object, Object.keys(resolved.definition.inner), budget) } : {}),
    shared: typeof shared === 'number' ? shared : undefined,
  };
}

/** The layers that stand in these fields of a layer's config, one or a list in each; they count as layers of the model. */
function innerOf(object: LayerObject, fields: readonly string[], budget: Budget): ReadonlyMap<string, readonly LayerSpec[]> {
  return new Map(
    fields.map((field) => {
      const value = object.config[field] ?? null;
      const at = pointerTo(pointerTo(object.pointer, 'config'), field);
      const items = Array.isArray(value) ? (value as readonly Json[]).map((item, index) => [item, pointerTo(at, index)] as const) : [[value, at] as const];
      spend(budget, value === null ? 0 : items.length, at);
      return [field, value === null ? [] : items.map(([item, pointer]) => layerOf(readObject(item, pointer), budget))] as const;
    }),
  );
}

/** Counts layers before they are read. @throws HG_LIMIT_LAYERS */
function spend(budget: Budget, count: number, pointer: string): void {
  budget.layers -= count;
  if (budget.layers < 0)
    throw new HorngateError('HG_LIMIT_LAYERS', 'Cannot read the model as it has more layers than the policy allows', {
      where: { member: 'config.json', pointer },
    });
}

function nodesOf({ object, pointer }: LayerObject): NodeSpec[] {
  const at = pointerTo(pointer, 'inbound_nodes');
  const list = object['inbound_nodes'] ?? [];
  if (!Array.isArray(list)) throw malformed('a list of calls', at);
  return (list as readonly Json[]).map((node, index) => nodeOf(node, pointerTo(at, index)));
}

function nodeOf(node: Json, pointer: string): NodeSpec {
  if (!isObject(node) || !Array.isArray(node['args']) || !isObject(node['kwargs'])) throw malformed('a call with args and kwargs', pointer);
  const kwargs = node['kwargs'];
  return {
    args: readArguments(node['args'] as readonly Json[], pointerTo(pointer, 'args')),
    kwargs: Object.fromEntries(Object.keys(kwargs).map((key) => [key, readArgument(kwargs[key] ?? null, pointerTo(pointerTo(pointer, 'kwargs'), key))])),
    pointer,
  };
}

/** `["x", 0, 0]` alone, lists of such triples, in lists too, or a dict of them in the order of sorted keys, as `tree.flatten` gives them. */
function ports(value: Json | undefined, pointer: string): Port[] {
  if (isObject(value))
    return Object.keys(value)
      .sort()
      .map((key) => ({ key, ref: readRef(value[key] ?? null, pointerTo(pointer, key)) }));
  if (!Array.isArray(value)) throw malformed('references to tensors', pointer);
  return flatPorts(value, pointer);
}

/** A layer may answer lists in a list: the states of stacked cells. */
function flatPorts(value: Json, pointer: string): Port[] {
  if (!Array.isArray(value) || typeof value[0] === 'string') return [{ key: undefined, ref: readRef(value, pointer) }];
  return (value as readonly Json[]).flatMap((item, index) => flatPorts(item, pointerTo(pointer, index)));
}

function buildShape({ object, config }: LayerObject): readonly (number | null)[] | undefined {
  const build = object['build_config'];
  return plainShape(config['build_input_shape'] ?? (isObject(build) ? build['input_shape'] : undefined));
}

function plainShape(shape: Json | undefined): readonly (number | null)[] | undefined {
  const good = (item: Json): item is number | null => item === null || (typeof item === 'number' && Number.isSafeInteger(item) && item >= 0);
  return Array.isArray(shape) && shape.every(good) ? shape : undefined;
}

/** Keras 2 puts an input before a layer that says `batch_input_shape`, of the layer's own type (tf_keras/src/engine/sequential.py, `add`). */
function firstInput(layer: LayerSpec | undefined): InputSpec | undefined {
  const shape = layer === undefined || layer.resolved.kind === 'input' || layer.model !== undefined ? undefined : layer.object.config['batch_input_shape'];
  const plain = plainShape(shape);
  if (layer === undefined || plain === undefined) return undefined;
  const dtype = layer.object.config['dtype'];
  return { name: `${layer.name}_input`, dtype: isDType(dtype) ? dtype : 'float32', shape: plain };
}

/** Reads an InputLayer's config. @throws HG_ARTIFACT_FIELD; HG_UNSUPPORTED_FIELD for sparse, ragged or optional inputs. */
export function readInput({ object, name }: LayerSpec): InputSpec {
  const pointer = pointerTo(object.pointer, 'config');
  const fields = new Fields(object.config, pointer);
  const shape = fields.shape(fields.has('batch_shape') ? 'batch_shape' : 'batch_input_shape');
  const dtype = fields.raw('dtype') ?? 'float32';
  if (!isDType(dtype)) throw fields.wrong('dtype', 'a dtype');
  fields.only('sparse', false);
  fields.only('ragged', false);
  fields.only('optional', false);
  fields.finish();
  return { name, dtype, shape };
}
