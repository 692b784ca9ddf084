import type { Json, JsonObject } from '../../artifact/json/json.ts';

/** An object without a prototype, as the JSON reader makes them, so that `__proto__` and `constructor` stay keys like any other. */
export function objectOf(...parts: readonly Readonly<Record<string, Json>>[]): JsonObject {
  const object = Object.create(null) as Record<string, Json>;
  for (const part of parts) for (const key of Object.keys(part)) object[key] = part[key] as Json;
  return object;
}

/** The same list where no item is another one: what is known of its numbers hangs on the list (`readAsFloat`). */
export function mapList(list: readonly Json[], map: (item: Json, index: number) => Json): readonly Json[] {
  const mapped = list.map(map);
  return mapped.every((item, index) => item === list[index]) ? list : mapped;
}

/** The same object where no value is another one. */
export function mapObject(object: JsonObject, map: (value: Json, key: string) => Json): JsonObject {
  const mapped = Object.create(null) as Record<string, Json>;
  let same = true;
  for (const key of Object.keys(object)) {
    const value = object[key] as Json;
    mapped[key] = map(value, key);
    same &&= mapped[key] === value;
  }
  return same ? object : mapped;
}
