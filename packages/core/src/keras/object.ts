import type { Json, JsonObject } from '../artifact/json/json.ts';
import { HorngateError } from '../words/error.ts';

/** A serialized Keras object as it stands in the file: `{"module", "class_name", "config", "registered_name", …}`. Nothing in it is resolved yet. */
export interface LayerObject {
  readonly className: string;
  readonly module: string | null;
  readonly registeredName: string | null;
  readonly config: JsonObject;
  /** Where the object stands in `config.json`. */
  readonly pointer: string;
  readonly object: JsonObject;
}

export const isObject = (value: Json | undefined): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

/** @throws HG_ARTIFACT_FIELD when it is not a serialized object. */
export function readObject(value: Json, pointer: string): LayerObject {
  if (!isObject(value)) throw malformed('a serialized object', pointer);
  const { class_name: className, module, registered_name: registeredName, config } = value as Record<string, Json | undefined>;
  if (typeof className !== 'string') throw malformed('a class name as text', `${pointer}/class_name`);
  if (!isObject(config)) throw malformed('a config', `${pointer}/config`);
  return {
    className,
    module: textOrNull(module, `${pointer}/module`),
    registeredName: textOrNull(registeredName, `${pointer}/registered_name`),
    config,
    pointer,
    object: value,
  };
}

function textOrNull(value: Json | undefined, pointer: string): string | null {
  if (value === undefined || value === null || typeof value === 'string') return value ?? null;
  throw malformed('a text or null', pointer);
}

export function malformed(wanted: string, pointer: string): HorngateError {
  return new HorngateError('HG_ARTIFACT_FIELD', `Cannot read the model as ${wanted} is wanted here`, { where: { member: 'config.json', pointer } });
}
