import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../artifact/json/json.ts';
import { type JsonTree, jsonNumber } from '../artifact/json/write-json.ts';
import type { KnownClass } from '../keras/known/index.ts';
import { findRow, isCodeClass } from '../scanner/keras/find-row.ts';
import { FUNCTION_MODULES } from '../scanner/keras/functions.ts';
import { TAGS } from '../scanner/keras/objects.ts';
import type { Place } from '../scanner/keras/place.ts';
import { quote } from '../scanner/quote.ts';
import { HorngateError } from '../words/error.ts';
import type { Dropped } from './dropped.ts';
import { isModern, modernField } from './modern.ts';
import { inputBefore, isMoved, withoutList } from './moved.ts';
import { rebuildCalls, rebuildTag } from './rebuild-call.ts';
import { entriesOf, type IsFloat, itemOf, itemsOf, Rebuilding, rebuildShape, refusal } from './rebuilding.ts';

export interface ConfigRebuilding {
  readonly isFloat: IsFloat;
  readonly dropped: Dropped;
  /** Whether what belongs to training is kept. */
  readonly compile: boolean;
  /** Whether it is in the words of Keras 2. */
  readonly older: boolean;
}

/** Fields of a configuration that hold a dictionary which is no object: references and policies by name. */
const DICTIONARIES: ReadonlySet<string> = new Set(['input_layers', 'output_layers', 'policy_map', 'renorm_clipping']);
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
export function rebuildConfig(config: Json, { isFloat, dropped, compile, older }: ConfigRebuilding): JsonTree {
  const root = new Rebuilder(new Rebuilding(isFloat, dropped), compile, older).serialized(config, undefined);
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
  readonly #r: Rebuilding;
  readonly #compile: boolean;
  readonly #older: boolean;

  constructor(r: Rebuilding, compile: boolean, older: boolean) {
    this.#r = r;
    this.#compile = compile;
    this.#older = older;
  }

  serialized(value: Json, place: Place | undefined): JsonTree {
    if (!isJsonObject(value)) throw refusal('HG_ARTIFACT_FIELD', `Cannot rebuild ${quote(value)} as it must be a serialized object`, place);
    const className = value['class_name'];
    if (typeof className !== 'string') throw refusal('HG_ARTIFACT_FIELD', 'Cannot rebuild an object as its class must be a text', place);
    if (className === '__lambda__') throw refusal('HG_ARTIFACT_CODE', 'Cannot rebuild a Python lambda as it is code', place);
    if (className === 'function') return this.#function(value, place);
    if (TAGS.has(className)) return rebuildTag(this.#r, value, className, place);
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
    // Of a layer, Keras 2 means another shape by it than Keras 3, which builds what is in a graph or a list anyway.
    put('build_config', (inner, at) => (this.#older && row.kind !== 'model' ? undefined : this.#build(inner, at)));
    put('compile_config', (inner, at) => (row.kind === 'model' && this.#compile ? this.#compiled(inner, at) : this.#r.drop(at)));
    put('name', (inner, at) => this.#text(inner, at));
    put('inbound_nodes', (inner, at) => rebuildCalls(this.#r, inner, at));
    put('shared_object_id', (inner, at) => (typeof inner === 'number' && Number.isSafeInteger(inner) ? jsonNumber(inner, false) : this.#r.drop(at)));
    this.#r.dropOthers(value, place);
    return out;
  }

  #config(given: Json, row: KnownClass, place: Place): JsonTree {
    if (!isJsonObject(given)) throw refusal('HG_ARTIFACT_FIELD', `Cannot rebuild the class "${row.class}" as it must have a configuration`, place);
    const config = this.#older ? withoutList(given, row.class) : given;
    const out = new Map<string, JsonTree>();
    for (const field of Object.keys(config)) {
      const at = { parent: place, token: field };
      if (!row.fields.has(field)) throw refusal('HG_ARTIFACT_FIELD', `Cannot rebuild the class "${row.class}" as it has no field ${quote(field)}`, at);
      const name = modernField(row, field, config);
      if (name === undefined) {
        if (!isMoved(field)) this.#r.drop(at);
      } else if (row.class === 'Sequential' && field === 'layers') out.set(name, this.#listed(config, at));
      else out.set(name, this.#value(config, field, at));
    }
    return out;
  }

  /** The layers of a Sequential. */
  #listed(config: JsonObject, place: Place): JsonTree {
    const { layers } = config;
    if (!isJsonArray(layers)) throw refusal('HG_ARTIFACT_FIELD', 'Cannot rebuild the layers of a model as they must be a list', place);
    const input = inputBefore(layers[0], { parent: place, token: 0 });
    const rest = layers.map((layer, index) => this.serialized(layer, { parent: place, token: index }));
    return input === undefined ? rest : [input, ...rest];
  }

  /** A field, or an item of a list in it. */
  #value(container: readonly Json[] | JsonObject, token: string | number, place: Place, dictionary = DICTIONARIES.has(String(token))): JsonTree {
    const value = itemOf(container, token);
    if (isJsonArray(value)) return itemsOf(value, place, (index, at) => this.#value(value, index, at));
    if (!isJsonObject(value)) return this.#r.leaf(container, token);
    if ('class_name' in value) return this.serialized(value, place);
    if (dictionary) return entriesOf(value, place, (key, at) => this.#value(value, key, at));
    throw refusal('HG_ARTIFACT_FIELD', 'Cannot rebuild a dictionary as an object of Keras must stand here', place);
  }

  #function(value: JsonObject, place: Place | undefined): JsonTree {
    const [name, module] = [value['config'], value['module'] ?? 'builtins'];
    if (typeof name !== 'string' || typeof module !== 'string' || FUNCTION_MODULES.get(module)?.has(name) !== true)
      throw refusal('HG_ARTIFACT_CODE', `Cannot rebuild the function ${quote(name ?? null)} of ${quote(module)} as it must be one of Keras`, place);
    this.#r.dropOthers(value, place);
    return new Map<string, JsonTree>([
      ['module', module],
      ['class_name', 'function'],
      ['config', name],
      ['registered_name', 'function'],
    ]);
  }

  /** `{"input_shape": …}` or `{"shapes_dict": {…}}` (keras/src/layers/layer.py, `get_build_config`). What else stands there is left out. */
  #build(value: Json, place: Place): JsonTree | undefined {
    if (!isJsonObject(value)) return this.#r.drop(place);
    const out = new Map<string, JsonTree>();
    for (const key of Object.keys(value)) {
      const at = { parent: place, token: key };
      try {
        if (key === 'input_shape') out.set(key, rebuildShape(value[key] as Json, at));
        else if (key === 'shapes_dict' && isJsonObject(value[key])) out.set(key, rebuildShape(value[key], at));
        else this.#r.drop(at);
      } catch (error) {
        if (!(error instanceof HorngateError)) throw error;
        this.#r.drop(at);
      }
    }
    return out;
  }

  /** All of it, or nothing: a training configuration with a part that we do not know is left out, since no answer of the model depends on it. */
  #compiled(value: Json, place: Place): JsonTree | undefined {
    if (!isJsonObject(value) || Object.keys(value).some((key) => !COMPILE.includes(key))) return this.#r.drop(place);
    try {
      return entriesOf(value, place, (key, at) => this.#training(value, key, at));
    } catch (error) {
      if (!(error instanceof HorngateError)) throw error;
      return this.#r.drop(place, error);
    }
  }

  /** Losses and metrics may stand in lists and dictionaries by output. */
  #training(container: readonly Json[] | JsonObject, token: string | number, place: Place): JsonTree {
    const value = itemOf(container, token);
    if (isJsonArray(value)) return itemsOf(value, place, (index, at) => this.#training(value, index, at));
    if (isJsonObject(value) && !('class_name' in value)) return entriesOf(value, place, (key, at) => this.#training(value, key, at));
    return this.#value(container, token, place);
  }

  #text(value: Json, place: Place): JsonTree {
    if (typeof value === 'string') return value;
    throw refusal('HG_ARTIFACT_FIELD', `Cannot rebuild the name ${quote(value)} as it must be a text`, place);
  }
}
