import { isJsonArray, type Json, type JsonObject } from '../../artifact/json/json.ts';
import type { Place } from './place.ts';

/** One JSON object of a configuration, wherever it stands. */
export interface Dictionary {
  readonly value: JsonObject;
  readonly place: Place | undefined;
  /** The JSON object around it, lists skipped. */
  readonly outer: Dictionary | undefined;
}

interface Waiting {
  readonly value: readonly Json[] | JsonObject;
  readonly place: Place | undefined;
  readonly outer: Dictionary | undefined;
}

/**
 * Every JSON object of a configuration, outer before inner, in the order of the text. The stack is explicit and holds containers only:
 * depth, width and length are the sender's choice.
 */
export function* dictionaries(root: Json): Generator<Dictionary> {
  const stack: Waiting[] = isContainer(root) ? [{ value: root, place: undefined, outer: undefined }] : [];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const inside = isJsonArray(next.value) ? undefined : { value: next.value, place: next.place, outer: next.outer };
    if (inside !== undefined) yield inside;
    pushChildren(stack, next, inside ?? next.outer);
  }
}

/** Last first, so that the first is taken first. One push a child: `push(...children)` overflows. */
function pushChildren(stack: Waiting[], { value, place }: Waiting, outer: Dictionary | undefined): void {
  if (isJsonArray(value)) {
    for (let index = value.length - 1; index >= 0; index--) {
      const child = value[index] as Json;
      if (isContainer(child)) stack.push({ value: child, place: { parent: place, token: index }, outer });
    }
    return;
  }
  const keys = Object.keys(value as JsonObject);
  for (let index = keys.length - 1; index >= 0; index--) {
    const key = keys[index] as string;
    const child = (value as JsonObject)[key] as Json;
    if (isContainer(child)) stack.push({ value: child, place: { parent: place, token: key }, outer });
  }
}

const isContainer = (value: Json): value is readonly Json[] | JsonObject => typeof value === 'object' && value !== null;

/** Every string of a configuration that is a value, with its place and the JSON object around it. */
export function* strings(root: Json): Generator<{ readonly value: string; readonly place: Place | undefined; readonly outer: Dictionary | undefined }> {
  for (const dictionary of dictionaries(root))
    for (const key of Object.keys(dictionary.value)) yield* stringsOf(dictionary.value[key] as Json, { parent: dictionary.place, token: key }, dictionary);
  if (!isContainer(root) || isJsonArray(root)) yield* stringsOf(root, undefined, undefined);
}

/** Strings of a value and of the lists in it, but not of objects. */
export function* stringsOf(value: Json, place: Place | undefined, outer: Dictionary | undefined) {
  const stack: { value: Json; place: Place | undefined }[] = [{ value, place }];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (typeof next.value === 'string') yield { value: next.value, place: next.place, outer };
    else if (isJsonArray(next.value))
      for (let index = next.value.length - 1; index >= 0; index--) {
        const child = next.value[index] as Json;
        if (typeof child === 'string' || isJsonArray(child)) stack.push({ value: child, place: { parent: next.place, token: index } });
      }
  }
}
