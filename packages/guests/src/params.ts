import { type AllowedGlobal, HorngateError, type Limits, readPolicy } from '@horngate/core/words';
import type { GuestFile } from './ports.ts';

type Data = Readonly<Record<string, unknown>>;

/** What the host sends is ours, but is read like all else: one parse at the border, precise types after it. */
export function record(value: unknown): Data {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw bad('an object');
  return value as Data;
}

export function text(data: Data, name: string): string {
  const value = data[name];
  if (typeof value !== 'string') throw bad(`"${name}" as text`);
  return value;
}

export function whole(data: Data, name: string): number {
  const value = data[name];
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw bad(`"${name}" as a whole number`);
  return value;
}

export function list(data: Data, name: string): readonly unknown[] {
  const value = data[name];
  if (!Array.isArray(value)) throw bad(`"${name}" as a list`);
  return value;
}

export const files = (data: Data): GuestFile[] =>
  list(data, 'files').map((item) => {
    const file = record(item);
    return { fd: whole(file, 'fd'), path: text(file, 'path'), bytes: whole(file, 'bytes') };
  });

export const limits = (data: Data): Limits => readPolicy({ version: 1, limits: data['limits'] }).limits;

/** What the operator's policy adds to the allow-list of pickles; none where nothing is said. */
export const allowed = (data: Data): readonly AllowedGlobal[] => readPolicy({ version: 1, scan: { allow: data['allow'] ?? [] } }).scan.allow;

const bad = (wanted: string): HorngateError => new HorngateError('HG_GUEST_PROTOCOL', `Cannot take the call as it must have ${wanted}`);
