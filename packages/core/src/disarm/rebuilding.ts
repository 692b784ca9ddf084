import { isJsonObject, type Json, type JsonObject } from '../artifact/json/json.ts';
import { type JsonTree, jsonNumber } from '../artifact/json/write-json.ts';
import { type Place, pointerAt } from '../scanner/keras/place.ts';
import { type Code, HorngateError } from '../words/error.ts';
import type { Dropped } from './dropped.ts';

/** Whether Python reads the whole number at a place as a float. */
export type IsFloat = (container: readonly Json[] | JsonObject, token: number | string) => boolean;

/** Keys of a serialized object that are read; others mean nothing to Keras. */
const READ: ReadonlySet<string> = new Set([
  'module', 'class_name', 'config', 'registered_name', 'build_config', 'compile_config', 'name', 'inbound_nodes', 'shared_object_id',
]); // biome-ignore format: a table

/** What every part of a description is rebuilt with. */
export class Rebuilding {
  readonly #isFloat: IsFloat;
  readonly #dropped: Dropped;

  constructor(isFloat: IsFloat, dropped: Dropped) {
    this.#isFloat = isFloat;
    this.#dropped = dropped;
  }

  /** What is no list and no object, as it was written. */
  leaf(container: readonly Json[] | JsonObject, token: string | number): JsonTree {
    const value = itemOf(container, token);
    return typeof value === 'number' || typeof value === 'bigint' ? jsonNumber(value, this.#isFloat(container, token)) : (value as JsonTree);
  }

  drop(place: Place, why?: HorngateError): undefined {
    this.#dropped.add(`config.json ${pointerAt(place)}${why === undefined ? '' : `: ${why.message}`}`);
    return undefined;
  }

  /** Keys beside those that are read. */
  dropOthers(value: JsonObject, place: Place | undefined, read: Pick<ReadonlySet<string>, 'has'> = READ): void {
    for (const key of Object.keys(value)) if (!read.has(key)) this.drop({ parent: place, token: key });
  }
}

export const itemOf = (container: readonly Json[] | JsonObject, token: string | number): Json =>
  (container as { readonly [token: string | number]: Json })[token] as Json;

export const entriesOf = (value: JsonObject, place: Place, read: (key: string, at: Place) => JsonTree): JsonTree =>
  new Map(Object.keys(value).map((key) => [key, read(key, { parent: place, token: key })]));

export const itemsOf = (value: readonly Json[], place: Place, read: (index: number, at: Place) => JsonTree): JsonTree =>
  value.map((_, index) => read(index, { parent: place, token: index }));

/** Sizes, null where a call decides; in lists and dictionaries for several tensors. @throws HG_ARTIFACT_FIELD */
export function rebuildShape(value: Json, place: Place): JsonTree {
  if (value === null) return null;
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return jsonNumber(value, false);
  if (Array.isArray(value)) return itemsOf(value, place, (index, at) => rebuildShape(value[index] as Json, at));
  if (isJsonObject(value) && !('class_name' in value)) return entriesOf(value, place, (key, at) => rebuildShape(value[key] as Json, at));
  throw refusal('HG_ARTIFACT_FIELD', 'Cannot rebuild a shape as it must be made of whole numbers', place);
}

export const refusal = (code: Code, message: string, place: Place | undefined): HorngateError =>
  new HorngateError(code, message, { where: { member: 'config.json', pointer: pointerAt(place) } });
