import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../artifact/json/json.ts';
import { type JsonTree, jsonNumber } from '../artifact/json/write-json.ts';
import { TAGS } from '../scanner/keras/objects.ts';
import type { Place } from '../scanner/keras/place.ts';
import { quote } from '../scanner/quote.ts';
import { isDType } from '../tensor/dtype.ts';
import { entriesOf, itemOf, itemsOf, type Rebuilding, rebuildShape, refusal } from './rebuilding.ts';

const CALL: ReadonlySet<string> = new Set(['args', 'kwargs']);

/** Calls: `[{"args": […], "kwargs": {…}}, …]` (keras/src/models/functional.py, `serialize_node`). */
export function rebuildCalls(r: Rebuilding, nodes: Json, place: Place): JsonTree {
  if (!isJsonArray(nodes)) throw refusal('HG_ARTIFACT_FIELD', 'Cannot rebuild the calls of a layer as they must be a list', place);
  return nodes.map((node, index) => {
    const at = { parent: place, token: index };
    if (!isJsonObject(node) || !isJsonArray(node['args']) || !isJsonObject(node['kwargs']))
      throw refusal('HG_ARTIFACT_FIELD', 'Cannot rebuild a call as it must have args and kwargs', at);
    r.dropOthers(node, at, CALL);
    return new Map(['args', 'kwargs'].map((key) => [key, argument(r, node, key, { parent: at, token: key })]));
  });
}

/** An argument of a call: what `readArgument` reads, and nothing else. */
function argument(r: Rebuilding, container: readonly Json[] | JsonObject, token: string | number, place: Place): JsonTree {
  const value: Json | undefined = itemOf(container, token);
  if (value === undefined) throw refusal('HG_ARTIFACT_FIELD', 'Cannot rebuild a value as it must be there', place);
  if (isJsonArray(value)) return itemsOf(value, place, (index, at) => argument(r, value, index, at));
  if (!isJsonObject(value)) return r.leaf(container, token);
  const className = value['class_name'];
  if (className === undefined) return entriesOf(value, place, (key, at) => argument(r, value, key, at));
  if (typeof className === 'string' && TAGS.has(className)) return rebuildTag(r, value, className, place);
  throw refusal('HG_ARTIFACT_CODE', `Cannot rebuild an object of the class ${quote(className)} as an argument of a call`, place);
}

/** Values that JSON has not (`TAGS`). */
export function rebuildTag(r: Rebuilding, value: JsonObject, className: string, place: Place | undefined): JsonTree {
  const config = isJsonObject(value['config']) ? value['config'] : {};
  const at: Place = { parent: place, token: 'config' };
  const fields = tagFields(r, className, config, at);
  if (fields === undefined) throw refusal('HG_UNSUPPORTED_FIELD', `Cannot rebuild a value of the class ${quote(className)} yet`, place);
  r.dropOthers(config, at, fields);
  r.dropOthers(value, place);
  return new Map<string, JsonTree>([
    ['class_name', className],
    ['config', fields],
  ]);
}

function tagFields(r: Rebuilding, className: string, config: JsonObject, place: Place): ReadonlyMap<string, JsonTree> | undefined {
  const field = (name: string): JsonTree => argument(r, config, name, { parent: place, token: name });
  switch (className) {
    case '__keras_tensor__':
      // Keras 2 wrote no shape and no type, and what stands there is replaced by the tensor that the reference leads to.
      return new Map<string, JsonTree>([
        ['shape', rebuildShape(config['shape'] ?? [], { parent: place, token: 'shape' })],
        ['dtype', dtypeOf(config['dtype'] ?? 'float32', { parent: place, token: 'dtype' })],
        ['keras_history', history(config['keras_history'] ?? null, { parent: place, token: 'keras_history' })],
      ]);
    case '__numpy__':
    case '__tensor__':
      return new Map<string, JsonTree>([
        ['value', field('value')],
        ['dtype', dtypeOf(config['dtype'] ?? 'float32', { parent: place, token: 'dtype' })],
      ]);
    case '__slice__':
      return new Map(['start', 'stop', 'step'].map((name) => [name, config[name] === undefined ? null : field(name)]));
    case '__ellipsis__':
      return new Map();
    default:
      return undefined;
  }
}

function history(value: Json, place: Place): JsonTree {
  const [layer, node, tensor] = isJsonArray(value) ? value : [];
  if (typeof layer === 'string' && Number.isSafeInteger(node) && Number.isSafeInteger(tensor))
    return [layer, jsonNumber(node as number, false), jsonNumber(tensor as number, false)];
  throw refusal('HG_ARTIFACT_FIELD', 'Cannot rebuild a reference as it must name a layer, a call and an output', place);
}

function dtypeOf(value: Json, place: Place): JsonTree {
  if (isDType(value)) return value;
  throw refusal('HG_ARTIFACT_FIELD', `Cannot rebuild ${quote(value)} as it must be a dtype`, place);
}
