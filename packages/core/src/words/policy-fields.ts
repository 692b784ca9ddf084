import { HorngateError } from './error.ts';

/** What the sections of a Policy are read with: nothing is ignored, since an unknown field would look obeyed. */
export type Data = Readonly<Record<string, unknown>>;

/** @throws HG_USAGE_POLICY for what is no object, or has a field that is not known. */
export function object(value: unknown, pointer: string, known: readonly string[]): Data {
  const data = anyObject(value, pointer);
  for (const name of Object.keys(data)) if (!known.includes(name)) throw wrong(`${pointer}/${name}`, `one of ${known.join(', ')}`, name);
  return data;
}

/** An object whose names are the operator's. */
export function anyObject(value: unknown, pointer: string): Data {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong(pointer, 'an object', value);
  return value as Data;
}

export function pick<T>(data: Data, name: string, pointer: string, is: (value: unknown) => value is T, wanted: string, absent: T): T {
  return data[name] === undefined ? absent : need(data, name, pointer, is, wanted);
}

export function need<T>(data: Data, name: string, pointer: string, is: (value: unknown) => value is T, wanted: string): T {
  const value = data[name];
  if (!is(value)) throw wrong(pointer, wanted, value);
  return value;
}

export function list<T>(data: Data, name: string, pointer: string, read: (value: unknown, pointer: string) => T): T[] {
  return pick(data, name, pointer, Array.isArray, 'a list', []).map((one, index) => read(one, `${pointer}/${index}`));
}

const MOST = 200;

export function wrong(pointer: string, wanted: string, found: unknown): HorngateError {
  const shown = JSON.stringify(found) ?? 'nothing';
  const short = shown.length > MOST ? `${shown.slice(0, MOST)}…` : shown;
  return new HorngateError('HG_USAGE_POLICY', `Cannot use the policy as "${pointer}" must be ${wanted}: found ${short}`);
}
