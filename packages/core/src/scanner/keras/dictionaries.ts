import { isJsonArray, type Json, type JsonObject } from '../../artifact/json/json.ts';
import type { Place } from './place.ts';

/** One JSON object of a configuration, wherever it stands. */
export interface Dictionary {
  readonly value: JsonObject;
  readonly place: Place | undefined;
  /** The JSON object around it, lists skipped. */
  readonly outer: Dictionary | undefined;
}

/** A list or object that is open, and how far it was looked through. */
interface Open {
  readonly value: readonly Json[] | JsonObject;
  /** Undefined for a list. */
  readonly keys: readonly string[] | undefined;
  readonly place: Place | undefined;
  /** Around the children: the object itself, or the one around the list. */
  readonly inside: Dictionary | undefined;
  next: number;
}

/**
 * Every JSON object of a configuration, outer before inner, in the order of the text. The stack is explicit and as high as the nesting:
 * depth, width and length are the sender's choice.
 */
export function* dictionaries(root: Json): Generator<Dictionary> {
  const stack: Open[] = [];
  let entered = isContainer(root) ? open(root, undefined, undefined) : undefined;
  for (;;) {
    if (entered !== undefined) {
      stack.push(entered);
      if (entered.keys !== undefined) yield entered.inside as Dictionary;
    }
    const top = stack.at(-1);
    if (top === undefined) return;
    entered = nextContainer(top);
    if (entered === undefined) stack.pop();
  }
}

function open(value: readonly Json[] | JsonObject, place: Place | undefined, outer: Dictionary | undefined): Open {
  if (isJsonArray(value)) return { value, keys: undefined, place, inside: outer, next: 0 };
  const dictionary = value as JsonObject;
  return { value, keys: Object.keys(dictionary), place, inside: { value: dictionary, place, outer }, next: 0 };
}

/** The next child that holds something; what is between is passed over without a trace. */
function nextContainer(top: Open): Open | undefined {
  const { value, keys, place, inside } = top;
  const length = keys === undefined ? (value as readonly Json[]).length : keys.length;
  while (top.next < length) {
    const token = keys === undefined ? top.next : (keys[top.next] as string);
    const child = keys === undefined ? (value as readonly Json[])[top.next] : (value as JsonObject)[token];
    top.next++;
    if (child !== undefined && isContainer(child)) return open(child, { parent: place, token }, inside);
  }
  return undefined;
}

const isContainer = (value: Json): value is readonly Json[] | JsonObject => typeof value === 'object' && value !== null;

export interface Text {
  readonly value: string;
  readonly place: Place | undefined;
  /** The JSON object around it. */
  readonly outer: Dictionary | undefined;
}

/** Every string of a configuration that is a value and that `wanted` takes. */
export function* strings(root: Json, wanted: (text: string) => boolean): Generator<Text> {
  if (!isContainer(root) || isJsonArray(root)) yield* stringsOf(root, undefined, undefined, wanted);
  for (const dictionary of dictionaries(root))
    for (const key of Object.keys(dictionary.value)) {
      const value = dictionary.value[key] as Json;
      if (typeof value === 'string' ? wanted(value) : isJsonArray(value)) yield* stringsOf(value, { parent: dictionary.place, token: key }, dictionary, wanted);
    }
}

/** Strings of a value and of the lists in it, but not of objects. Only what is wanted, and lists, take memory. */
function* stringsOf(value: Json, place: Place | undefined, outer: Dictionary | undefined, wanted: (text: string) => boolean): Generator<Text> {
  const stack: { readonly value: Json; readonly place: Place | undefined }[] = [{ value, place }];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (typeof next.value === 'string' && wanted(next.value)) yield { value: next.value, place: next.place, outer };
    if (!isJsonArray(next.value)) continue;
    for (let index = next.value.length - 1; index >= 0; index--) {
      const child = next.value[index] as Json;
      if (typeof child === 'string' ? wanted(child) : isJsonArray(child)) stack.push({ value: child, place: { parent: next.place, token: index } });
    }
  }
}
