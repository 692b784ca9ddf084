import { HorngateError } from '@horngate/core/words';

export const MAX_DEPTH = 64;
/** No environment has as many packages. */
export const MAX_PACKAGES = 20_000;

export type Data = Readonly<Record<string, unknown>>;

/** @throws HG_LIMIT_DEPTH, HG_INPUT_FORMAT */
export function parseJson(text: string, path: string): unknown {
  if (depthOf(text) > MAX_DEPTH) throw new HorngateError('HG_LIMIT_DEPTH', `Cannot read "${path}" as it must nest at most ${MAX_DEPTH} deep`);
  try {
    return JSON.parse(text);
  } catch {
    throw new HorngateError('HG_INPUT_FORMAT', `Cannot read "${path}" as it must be JSON`);
  }
}

/** The deepest nesting of brackets outside of strings. */
function depthOf(text: string): number {
  let [depth, deepest, quoted] = [0, 0, false];
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (quoted && char === 0x5c) at++;
    else if (char === 0x22) quoted = !quoted;
    else if (!quoted && (char === 0x5b || char === 0x7b)) deepest = Math.max(deepest, ++depth);
    else if (!quoted && (char === 0x5d || char === 0x7d)) depth--;
  }
  return deepest;
}

/** @throws HG_INPUT_FORMAT */
export function objectAt(value: unknown, path: string, where: string): Data {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Data;
  throw new HorngateError('HG_INPUT_FORMAT', `Cannot read "${path}" as "${where}" must be an object`);
}

/** @throws HG_INPUT_FORMAT, HG_LIMIT_ENTRIES */
export function listAt(value: unknown, path: string, where: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new HorngateError('HG_INPUT_FORMAT', `Cannot read "${path}" as "${where}" must be a list`);
  return within(value, path);
}

export function within<T>(values: readonly T[], path: string): readonly T[] {
  if (values.length <= MAX_PACKAGES) return values;
  throw new HorngateError('HG_LIMIT_ENTRIES', `Cannot read "${path}" as it must name at most ${MAX_PACKAGES} packages: found ${values.length}`);
}
