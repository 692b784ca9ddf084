/** What a JSON text holds, as Python's `json` would see it: integers past 2^53 stay exact. Objects have no prototype, so `__proto__` is a key like any other. */
export type Json = null | boolean | number | bigint | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}

/**
 * Something which Python accepts and others do not, or do otherwise: a text that two readers see differently.
 *
 * - `duplicate-key`: the last one wins, as in Python; others take the first.
 * - `not-utf8`: UTF-16 or UTF-32, found by the first bytes as Python does.
 * - `bom`: starts with a byte order mark.
 * - `non-finite`: NaN, Infinity, -Infinity, or a number that overflows to one.
 * - `big-integer`: past 2^53; the value is a bigint.
 * - `lone-surrogate`: a string with half a surrogate pair, by escape or by bytes.
 */
export interface JsonNote {
  readonly kind: 'duplicate-key' | 'not-utf8' | 'bom' | 'non-finite' | 'big-integer' | 'lone-surrogate';
  readonly pointer: string;
}

export interface JsonLimits {
  readonly maxBytes: number;
  /** Objects and arrays in one another. */
  readonly maxDepth: number;
  /** Objects and arrays together, since `{},` is 3 bytes in the file and a hundred in memory. */
  readonly maxContainers?: number;
  /** Leaves out what no rule looks at, as `Thinner` says; the text is read to its end all the same. */
  readonly thin?: boolean;
}

export const isJsonObject = (value: Json | undefined): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);
export const isJsonArray = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);
