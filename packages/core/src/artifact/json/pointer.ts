import { isJsonArray, type Json, type JsonObject } from './json.ts';

/** A key as a token of a JSON pointer (RFC 6901, 3). */
export const escapeToken = (token: string): string => (/[~/]/.test(token) ? token.replaceAll('~', '~0').replaceAll('/', '~1') : token);

export const pointerOf = (tokens: readonly (string | number)[]): string => tokens.map((token) => `/${escapeToken(String(token))}`).join('');

/** The pointer of a child: a key of an object or an index of an array. */
export const pointerTo = (pointer: string, token: string | number): string => `${pointer}/${escapeToken(String(token))}`;

/** The value at a pointer; undefined where there is none. */
export function resolvePointer(json: Json, pointer: string): Json | undefined {
  let value: Json | undefined = json;
  for (const token of pointer.split('/').slice(1)) value = child(value, token.replaceAll('~1', '/').replaceAll('~0', '~'));
  return value;
}

function child(value: Json | undefined, token: string): Json | undefined {
  if (isJsonArray(value)) return /^(0|[1-9]\d*)$/.test(token) ? value[Number(token)] : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.hasOwn(value, token) ? value[token] : undefined;
}

export interface JsonNode {
  readonly pointer: string;
  readonly value: Json;
}

/**
 * Every node of a JSON value, parents before children, in the order of the text. The stack is explicit: depth and width are the sender's choice.
 */
export function* walk(json: Json, pointer = ''): Generator<JsonNode> {
  yield { pointer, value: json };
  const stack: Iterator<JsonNode>[] = [childrenOf(json, pointer)];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const next = top.next();
    if (next.done) stack.pop();
    else {
      yield next.value;
      if (typeof next.value.value === 'object' && next.value.value !== null) stack.push(childrenOf(next.value.value, next.value.pointer));
    }
  }
}

function* childrenOf(value: Json, pointer: string): Generator<JsonNode> {
  if (isJsonArray(value)) {
    for (let index = 0; index < value.length; index++) yield { pointer: `${pointer}/${index}`, value: value[index] as Json };
  } else if (typeof value === 'object' && value !== null) {
    for (const key of Object.keys(value)) yield { pointer: `${pointer}/${escapeToken(key)}`, value: (value as JsonObject)[key] as Json };
  }
}
