import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../artifact/json/json.ts';
import { type JsonTree, jsonNumber } from '../artifact/json/write-json.ts';
import type { KnownClass } from '../keras/known/index.ts';
import { findRow, isCodeClass } from '../scanner/keras/find-row.ts';
import { FUNCTION_MODULES } from '../scanner/keras/functions.ts';
import { TAGS } from '../scanner/keras/objects.ts';
import { type Place, pointerAt } from '../scanner/keras/place.ts';
import { quote } from '../scanner/quote.ts';
import { isDType } from '../tensor/dtype.ts';
import { type Code, HorngateError } from '../words/error.ts';
import type { Dropped } from './dropped.ts';
import { isModern, modernField } from './modern.ts';

/** Whether Python reads the whole number at a place as a float. */
export type IsFloat = (container: readonly Json[] | JsonObject, token: number | string) => boolean;

export interface Rebuilding {
  readonly isFloat: IsFloat;
  readonly dropped: Dropped;
  /** Whether what belongs to training is kept. */
  readonly compile: boolean;
}

/** Fields of a configuration that hold a dictionary which is no object: references and policies by name. */
const DICTIONARIES: ReadonlySet<string> = new Set(['input_layers', 'output_layers', 'policy_map', 'renorm_clipping']);
/** Keys of a serialized object that `rebuildConfig` reads; others mean nothing to Keras. */
const READ: ReadonlySet<string> = new Set([
  'module', 'class_name', 'config', 'registered_name', 'build_config', 'compile_config', 'name', 'inbound_nodes', 'shared_object_id',
]); // biome-ignore format: a table
/** `Trainer.get_compile_config` (keras/src/trainers/trainer.py). */
const COMPILE = ['optimizer', 'loss', 'loss_weights', 'metrics', 'weighted_metrics', 'run_eagerly', 'steps_per_execution', 'jit_compile', 'auto_scale_loss'];

/**
 * A description written anew: each object by its row of the one table (module, class and registered name are the table's own words), each field one that the
 * row has, each call made of references, constants and plain values. What Keras would not read is left out; what it would read and we do not know is refused.
 *
 * The recursion goes as deep as the JSON, which its reader has bounded.
 *
 * @throws HG_ARTIFACT_CODE, HG_ARTIFACT_FIELD, HG_UNSUPPORTED_LAYER with the pointer.
 */
export function rebuildConfig(config: Json, rebuilding: Rebuilding): JsonTree {
  const root = new Rebuilder(rebuilding).serialized(config, undefined);
  if (isJsonObject(config) && findRowOf(config)?.kind === 'model') return root;
  throw refusal('HG_ARTIFACT_FIELD', 'Cannot rebuild the description as it must be of a Functional or Sequential model: it is of something else', undefined);
}

const textOf = (value: Json | undefined): string | null => (typeof value === 'string' ? value : null);

function findRowOf(value: JsonObject): ReturnType<typeof findRow> {
  const named = [value['module'], value['registered_name']].every((name) => name === undefined || name === null || typeof name === 'string');
  const config = isJsonObject(value['config']) ? value['config'] : undefined;
  return named ? findRow(textOf(value['class_name']) ?? '', textOf(value['module']), textOf(value['registered_name']), config) : undefined;
}

class Rebuilder {
  readonly #isFloat: IsFloat;
  readonly #dropped: Dropped;
  readonly #compile: boolean;

  constructor({ isFloat, dropped, compile }: Rebuilding) {
    this.#isFloat = isFloat;
    this.#dropped = dropped;
    this.#compile = compile;
  }

  serialized(value: Json, place: Place | undefined): JsonTree {
    if (!isJsonObject(value)) throw refusal('HG_ARTIFACT_FIELD', `Cannot rebuild ${quote(value)} as it must be a serialized object`, place);
    const className = value['class_name'];
    if (typeof className !== 'string') throw refusal('HG_ARTIFACT_FIELD', 'Cannot rebuild an object as its class must be a text', place);
    if (className === '__lambda__') throw refusal('HG_ARTIFACT_CODE', 'Cannot rebuild a Python lambda as it is code', place);
    if (className === 'function') return this.#function(value, place);
    if (TAGS.has(className)) return this.#tag(value, className, place);
    return this.#object(value, className, place);
  }

  #object(value: JsonObject, className: string, place: Place | undefined): JsonTree {
    const row = findRowOf(value);
    if (isCodeClass(className) || row?.known.code)
      throw refusal('HG_ARTIFACT_CODE', `Cannot rebuild the class ${quote(className)} as it carries or names code`, place);
    if (row === undefined) {
      const form = `module ${quote(value['module'] ?? null)}, registered as ${quote(value['registered_name'] ?? null)}`;
      throw refusal('HG_ARTIFACT_CODE', `Cannot rebuild the class ${quote(className)} as it must be one of Keras: ${form}`, place);
    }
    if (!isModern(row.known)) throw refusal('HG_UNSUPPORTED_LAYER', `Cannot rebuild the class ${quote(className)} as Keras 3 has none of that name`, place);
    const out = new Map<string, JsonTree>([
      ['module', row.known.module],
      ['class_name', row.known.class],
      ['config', this.#config(value['config'] ?? null, row.known, { parent: place, token: 'config' })],
      ['registered_name', row.known.registered],
    ]);
    const put = (key: string, read: (inner: Json, at: Place) => JsonTree | undefined): void => {
      const inner = value[key];
      const rebuilt = inner === undefined || inner === null ? undefined : read(inner, { parent: place, token: key });
      if (rebuilt !== undefined) out.set(key, rebuilt);
    };
    put('build_config', (inner, at) => this.#build(inner, at));
    put('compile_config', (inner, at) => (row.kind === 'model' && this.#compile ? this.#compiled(inner, at) : this.#drop(at)));
    put('name', (inner, at) => this.#text(inner, at));
    put('inbound_nodes', (inner, at) => this.#nodes(inner, at));
    put('shared_object_id', (inner, at) => (typeof inner === 'number' && Number.isSafeInteger(inner) ? jsonNumber(inner, false) : this.#drop(at)));
    for (const key of Object.keys(value)) if (!READ.has(key)) this.#drop({ parent: place, token: key });
    return out;
  }

  #config(config: Json, row: KnownClass, place: Place): JsonTree {
    if (!isJsonObject(config)) throw refusal('HG_ARTIFACT_FIELD', `Cannot rebuild the class "${row.class}" as it must have a configuration`, place);
    const out = new Map<string, JsonTree>();
    for (const field of Object.keys(config)) {
      const at = { parent: place, token: field };
      if (!row.fields.has(field)) throw refusal('HG_ARTIFACT_FIELD', `Cannot rebuild the class "${row.class}" as it has no field ${quote(field)}`, at);
      const name = modernField(row, field, config);
      if (name === undefined) this.#drop(at);
      else out.set(name, this.#value(config, field, at));
    }
    return out;
  }

  /** A field, or an item of a list in it. */
  #value(container: readonly Json[] | JsonObject, token: string | number, place: Place, dictionary = DICTIONARIES.has(String(token))): JsonTree {
    const value = (container as { readonly [token: string | number]: Json })[token] as Json;
    if (typeof value === 'number' || typeof value === 'bigint') return jsonNumber(value, this.#isFloat(container, token));
    if (isJsonArray(value)) return value.map((_, index) => this.#value(value, index, { parent: place, token: index }));
    if (!isJsonObject(value)) return value as JsonTree;
    if ('class_name' in value) return this.serialized(value, place);
    if (dictionary) return this.#entries(value, place, (key, at) => this.#value(value, key, at));
    throw refusal('HG_ARTIFACT_FIELD', 'Cannot rebuild a dictionary as an object of Keras must stand here', place);
  }

  #entries(value: JsonObject, place: Place, read: (key: string, at: Place) => JsonTree): JsonTree {
    return new Map(Object.keys(value).map((key) => [key, read(key, { parent: place, token: key })]));
  }

  #function(value: JsonObject, place: Place | undefined): JsonTree {
    const [name, module] = [value['config'], value['module'] ?? 'builtins'];
    if (typeof name !== 'string' || typeof module !== 'string' || FUNCTION_MODULES.get(module)?.has(name) !== true)
      throw refusal('HG_ARTIFACT_CODE', `Cannot rebuild the function ${quote(name ?? null)} of ${quote(module)} as it must be one of Keras`, place);
    for (const key of Object.keys(value)) if (!READ.has(key)) this.#drop({ parent: place, token: key });
    return new Map<string, JsonTree>([
      ['module', module],
      ['class_name', 'function'],
      ['config', name],
      ['registered_name', 'function'],
    ]);
  }

  /** Calls: `[{"args": […], "kwargs": {…}}, …]` (keras/src/models/functional.py, `serialize_node`). */
  #nodes(nodes: Json, place: Place): JsonTree {
    if (!isJsonArray(nodes)) throw refusal('HG_ARTIFACT_FIELD', 'Cannot rebuild the calls of a layer as they must be a list', place);
    return nodes.map((node, index) => {
      const at = { parent: place, token: index };
      if (!isJsonObject(node) || !isJsonArray(node['args']) || !isJsonObject(node['kwargs']))
        throw refusal('HG_ARTIFACT_FIELD', 'Cannot rebuild a call as it must have args and kwargs', at);
      for (const key of Object.keys(node)) if (key !== 'args' && key !== 'kwargs') this.#drop({ parent: at, token: key });
      return new Map(['args', 'kwargs'].map((key) => [key, this.#argument(node, key, { parent: at, token: key })]));
    });
  }

  /** An argument of a call: what `readArgument` reads, and nothing else. */
  #argument(container: readonly Json[] | JsonObject, token: string | number, place: Place): JsonTree {
    const value = (container as { readonly [token: string | number]: Json })[token] as Json;
    if (typeof value === 'number' || typeof value === 'bigint') return jsonNumber(value, this.#isFloat(container, token));
    if (isJsonArray(value)) return value.map((_, index) => this.#argument(value, index, { parent: place, token: index }));
    if (!isJsonObject(value)) return value as JsonTree;
    const className = value['class_name'];
    if (className === undefined) return this.#entries(value, place, (key, at) => this.#argument(value, key, at));
    if (typeof className === 'string' && TAGS.has(className)) return this.#tag(value, className, place);
    throw refusal('HG_ARTIFACT_CODE', `Cannot rebuild an object of the class ${quote(className)} as an argument of a call`, place);
  }

  /** Values that JSON has not (`TAGS`). */
  #tag(value: JsonObject, className: string, place: Place | undefined): JsonTree {
    const config = isJsonObject(value['config']) ? value['config'] : {};
    const at: Place = { parent: place, token: 'config' };
    const fields = this.#tagFields(className, config, at);
    if (fields === undefined) throw refusal('HG_UNSUPPORTED_FIELD', `Cannot rebuild a value of the class ${quote(className)} yet`, place);
    for (const key of Object.keys(config)) if (!fields.has(key)) this.#drop({ parent: at, token: key });
    for (const key of Object.keys(value)) if (!READ.has(key)) this.#drop({ parent: place, token: key });
    return new Map<string, JsonTree>([
      ['class_name', className],
      ['config', fields],
    ]);
  }

  #tagFields(className: string, config: JsonObject, place: Place): ReadonlyMap<string, JsonTree> | undefined {
    const field = (name: string): JsonTree => this.#argument(config, name, { parent: place, token: name });
    switch (className) {
      case '__keras_tensor__':
        // Keras 2 wrote no shape and no type, and what stands there is replaced by the tensor that the reference leads to.
        return new Map<string, JsonTree>([
          ['shape', this.#shape(config['shape'] ?? [], { parent: place, token: 'shape' })],
          ['dtype', dtypeOf(config['dtype'] ?? 'float32', { parent: place, token: 'dtype' })],
          ['keras_history', this.#history(config['keras_history'] ?? null, { parent: place, token: 'keras_history' })],
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

  #history(value: Json, place: Place): JsonTree {
    const [layer, node, tensor] = isJsonArray(value) ? value : [];
    if (typeof layer === 'string' && Number.isSafeInteger(node) && Number.isSafeInteger(tensor))
      return [layer, jsonNumber(node as number, false), jsonNumber(tensor as number, false)];
    throw refusal('HG_ARTIFACT_FIELD', 'Cannot rebuild a reference as it must name a layer, a call and an output', place);
  }

  /** `{"input_shape": …}` or `{"shapes_dict": {…}}` (keras/src/layers/layer.py, `get_build_config`). What else stands there is left out. */
  #build(value: Json, place: Place): JsonTree | undefined {
    if (!isJsonObject(value)) return this.#drop(place);
    const out = new Map<string, JsonTree>();
    for (const key of Object.keys(value)) {
      const at = { parent: place, token: key };
      try {
        if (key === 'input_shape') out.set(key, this.#shape(value[key] as Json, at));
        else if (key === 'shapes_dict' && isJsonObject(value[key])) out.set(key, this.#shape(value[key], at));
        else this.#drop(at);
      } catch (error) {
        if (!(error instanceof HorngateError)) throw error;
        this.#drop(at);
      }
    }
    return out;
  }

  /** Sizes, null where a call decides; in lists and dictionaries for several tensors. */
  #shape(value: Json, place: Place): JsonTree {
    if (value === null) return null;
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return jsonNumber(value, false);
    if (isJsonArray(value)) return value.map((item, index) => this.#shape(item, { parent: place, token: index }));
    if (isJsonObject(value) && !('class_name' in value)) return this.#entries(value, place, (key, at) => this.#shape(value[key] as Json, at));
    throw refusal('HG_ARTIFACT_FIELD', 'Cannot rebuild a shape as it must be made of whole numbers', place);
  }

  /** All of it, or nothing: a training configuration with a part that we do not know is left out, since no answer of the model depends on it. */
  #compiled(value: Json, place: Place): JsonTree | undefined {
    if (!isJsonObject(value) || Object.keys(value).some((key) => !COMPILE.includes(key))) return this.#drop(place);
    try {
      return this.#entries(value, place, (key, at) => this.#training(value, key, at));
    } catch (error) {
      if (!(error instanceof HorngateError)) throw error;
      return this.#drop(place, error);
    }
  }

  /** Losses and metrics may stand in lists and dictionaries by output. */
  #training(container: readonly Json[] | JsonObject, token: string | number, place: Place): JsonTree {
    const value = (container as { readonly [token: string | number]: Json })[token] as Json;
    if (isJsonArray(value)) return value.map((_, index) => this.#training(value, index, { parent: place, token: index }));
    if (isJsonObject(value) && !('class_name' in value)) return this.#entries(value, place, (key, at) => this.#training(value, key, at));
    return this.#value(container, token, place);
  }

  #text(value: Json, place: Place): JsonTree {
    if (typeof value === 'string') return value;
    throw refusal('HG_ARTIFACT_FIELD', `Cannot rebuild the name ${quote(value)} as it must be a text`, place);
  }

  #drop(place: Place, why?: HorngateError): undefined {
    this.#dropped.add(`config.json ${pointerAt(place)}${why === undefined ? '' : `: ${why.message}`}`);
    return undefined;
  }
}

function dtypeOf(value: Json, place: Place): JsonTree {
  if (isDType(value)) return value;
  throw refusal('HG_ARTIFACT_FIELD', `Cannot rebuild ${quote(value)} as it must be a dtype`, place);
}

const refusal = (code: Code, message: string, place: Place | undefined): HorngateError =>
  new HorngateError(code, message, { where: { member: 'config.json', pointer: pointerAt(place) } });
