import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../artifact/json/json.ts';
import { KNOWN_MODELS } from '../known/index.ts';
import { mapList, mapObject, objectOf } from './json.ts';
import { type Bases, modernNodes, shifted } from './modern-nodes.ts';

/**
 * A description as today's Keras would spell it: calls that stand as lists of references become `args` and `kwargs`, a Sequential that is a bare list gets
 * its dictionary, calls of models are counted from 0.
 *
 * Only the spelling changes. No name becomes another one but by our tables, nothing is resolved, and places in the file stay what they are, except that the
 * layers of a bare list then stand below `/config/layers`. The recursion goes as deep as the JSON, which the reader has bounded.
 *
 * @param writer - Keras 2 counts the calls of a model in a model from 1 where that has an InputLayer.
 */
export function modernConfig(config: Json, writer: 2 | 3): Json {
  return modern(config, writer);
}

function modern(value: Json, writer: 2 | 3): Json {
  if (isJsonArray(value)) return mapList(value, (item) => modern(item, writer));
  if (!isJsonObject(value)) return value;
  const className = value['class_name'];
  if (className === '__numpy__' && writer === 2) return numbersOf(value);
  if (typeof className === 'string' && KNOWN_MODELS.has(className)) return modernModel(value, writer);
  return mapObject(value, (inner, key) => (key === 'inbound_nodes' ? inner : modern(inner, writer)));
}

/** Keras 2 wrote numbers in configs as NumPy had them, such as the bound of `ReLU(6.0)`; the same numbers in calls stay what they are. */
function numbersOf(value: JsonObject): Json {
  const config = value['config'];
  return isJsonObject(config) && 'value' in config ? (config['value'] as Json) : value;
}

function modernModel(model: JsonObject, writer: 2 | 3): JsonObject {
  const given = model['config'];
  const config = isJsonArray(given) ? objectOf({ name: 'sequential', layers: given }) : given;
  if (!isJsonObject(config) || !isJsonArray(config['layers'])) return model;
  const bases = writer === 2 ? basesOf(config['layers']) : new Map<string, 0 | 1>();
  const layers = mapList(config['layers'], (layer) => modernLayer(modern(layer, writer), bases));
  const outputs = config['output_layers'];
  return mapObject(isJsonArray(given) ? objectOf(model, { config }) : model, (value, key) => {
    if (key !== 'config') return value;
    return mapObject(config, (inner, name) => {
      if (name === 'layers') return layers;
      return name === 'output_layers' && outputs !== undefined
        ? shifted(outputs, (layer) => (isFunctional(layers, layer) ? 0 : (bases.get(layer) ?? 0)))
        : inner;
    });
  });
}

function modernLayer(layer: Json, bases: Bases): Json {
  if (!isJsonObject(layer)) return layer;
  const nodes = layer['inbound_nodes'];
  if (!isJsonArray(nodes)) return layer;
  const className = typeof layer['class_name'] === 'string' ? layer['class_name'] : '';
  const modernised = modernNodes(nodes, className, bases);
  return modernised === nodes ? layer : objectOf(layer, { inbound_nodes: modernised });
}

/** From which number Keras 2 counts the calls of each model in a model: one that starts with an InputLayer has been called once when it was made. */
function basesOf(layers: readonly Json[]): Map<string, 0 | 1> {
  const bases = new Map<string, 0 | 1>();
  for (const layer of layers) {
    if (!isJsonObject(layer) || typeof layer['class_name'] !== 'string' || !KNOWN_MODELS.has(layer['class_name'])) continue;
    const name = layer['name'];
    if (typeof name === 'string') bases.set(name, layer['class_name'] === 'Sequential' ? sequentialBase(layer['config'] ?? null) : 1);
  }
  return bases;
}

function sequentialBase(config: Json): 0 | 1 {
  const layers = isJsonObject(config) ? config['layers'] : config;
  const first = isJsonArray(layers) ? layers[0] : undefined;
  if (!isJsonObject(first)) return 0;
  const inner = first['config'];
  return first['class_name'] === 'InputLayer' || (isJsonObject(inner) && 'batch_input_shape' in inner) ? 1 : 0;
}

const isFunctional = (layers: readonly Json[], name: string): boolean =>
  layers.some((layer) => isJsonObject(layer) && layer['name'] === name && layer['class_name'] !== 'Sequential');
