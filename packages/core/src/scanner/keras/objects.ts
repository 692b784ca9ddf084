import { isJsonObject, type Json, type JsonObject } from '../../artifact/json/json.ts';
import { HorngateError } from '../../words/error.ts';
import { type Dictionary, dictionaries } from './dictionaries.ts';
import { findRow, type Row } from './find-row.ts';
import { type Place, pointerAt } from './place.ts';

/**
 * A JSON object that asks to be made into something: it has a `class_name`, or a `module` or `registered_name` without one.
 * Whatever it says is a claim; `row` is what the one table says about it.
 */
export interface SerializedObject {
  readonly place: Place | undefined;
  readonly value: JsonObject;
  readonly className: string | undefined;
  readonly module: string | null;
  readonly registered: string | null;
  readonly config: JsonObject | undefined;
  readonly kind: 'class' | 'function' | 'tag' | 'lambda';
  /** Undefined for what is in no table, and for functions and tags. */
  readonly row: Row | undefined;
}

/** Leaves that Keras writes for values which JSON has not (`serialization_lib.serialize_keras_object`), and the fields of their configuration. */
export const TAGS: ReadonlyMap<string, readonly string[] | undefined> = new Map([
  ['__keras_tensor__', ['shape', 'dtype', 'keras_history']],
  ['__tensor__', ['value', 'dtype']],
  ['__numpy__', ['value', 'dtype']],
  ['__bytes__', ['value']],
  ['__slice__', ['start', 'stop', 'step']],
  ['__ellipsis__', []],
  ['__typespec__', undefined],
]);

/** A layer brings its policy, its initializers and the tensors it is called on: five to seven objects. */
const OBJECTS_OF_A_LAYER = 10;

/**
 * The serialized objects of a configuration, wherever they stand: nested models, wrappers, initializers, call arguments, compile configuration.
 * Scanners which read the top-level `layers` list alone have been bypassed (protectai/modelscan#340, #351, #359).
 *
 * @returns those found before a budget was passed, and the error when one was.
 */
export function collectObjects(root: Json, maxLayers: number): { readonly objects: readonly SerializedObject[]; readonly error: HorngateError | undefined } {
  const objects: SerializedObject[] = [];
  let layers = 0;
  for (const dictionary of dictionaries(root)) {
    if (!isSerialized(dictionary)) continue;
    const object = toObject(dictionary);
    objects.push(object);
    if (objects.length > maxLayers * OBJECTS_OF_A_LAYER) return { objects, error: tooMany(object.place, maxLayers) };
    if (object.row === undefined || object.row.kind === 'other') continue;
    if (++layers > maxLayers) return { objects, error: tooMany(object.place, maxLayers) };
  }
  return { objects, error: undefined };
}

/** A dictionary without `class_name` is one as well when it names a module, unless it is the configuration of an object: there the fields of its class count. */
function isSerialized({ value, outer }: Dictionary): boolean {
  if ('class_name' in value) return true;
  if (!('module' in value || 'registered_name' in value)) return false;
  return outer === undefined || !('class_name' in outer.value) || outer.value['config'] !== value;
}

function toObject({ value, place }: Dictionary): SerializedObject {
  const className = textOf(value['class_name']) ?? undefined;
  const module = textOf(value['module']);
  const registered = textOf(value['registered_name']);
  const config = isJsonObject(value['config']) ? value['config'] : undefined;
  const kind = kindOf(className);
  const row = kind === 'class' && className !== undefined && wellFormed(value) ? findRow(className, module, registered, config) : undefined;
  return { place, value, className, module, registered, config, kind, row };
}

function kindOf(className: string | undefined): SerializedObject['kind'] {
  if (className === 'function') return 'function';
  if (className === '__lambda__') return 'lambda';
  return className !== undefined && TAGS.has(className) ? 'tag' : 'class';
}

/** Names that are no text would be read as absent above. */
const wellFormed = (value: JsonObject): boolean =>
  [value['module'], value['registered_name']].every((name) => name === undefined || name === null || typeof name === 'string');

const textOf = (value: Json | undefined): string | null => (typeof value === 'string' ? value : null);

function tooMany(place: Place | undefined, maxLayers: number): HorngateError {
  return new HorngateError(
    'HG_LIMIT_LAYERS',
    `Cannot scan the model as it must have at most ${maxLayers} layers, and ${OBJECTS_OF_A_LAYER} objects for each: there are more`,
    {
      where: { pointer: pointerAt(place) },
    },
  );
}
