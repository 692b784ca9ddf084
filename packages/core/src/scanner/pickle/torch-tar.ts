import { HorngateError } from '../../words/error.ts';
import type { ByteSource } from '../../words/ports.ts';
import type { Followed } from './machine.ts';
import { elementBytes, little, numberOf, textOf } from './storages.ts';
import { itemsOf, type Value } from './values.ts';

/** Follows the pickle at an offset; undefined where it cannot be followed, which is noted. @param keep - items of its containers that are kept. */
export type Follow = (offset: number, keep?: number) => Followed | undefined;

/**
 * Where the pickles of a file are that has raw bytes between them.
 *
 * @returns where the file should end; undefined where a pickle cannot be followed.
 * @throws HG_ARTIFACT_PICKLE where what stands between them is not as it must be; HG_LIMIT_ENTRIES
 */
export type Layout = (source: ByteSource, follow: Follow) => number | undefined;

/** What the members `storages` and `tensors` define and ask for. */
export interface TarKeys {
  readonly has: Set<string>;
  readonly asked: Set<string>;
}

/** Tensors, storages or views of one file. */
const MAX_PARTS = 10_000;

/**
 * `storages`: how many there are, a pickle of `(key, location, type)` for each with its elements behind it (their number in 8 bytes, and they), and last a pickle
 * of the views: `(key, root, offset, elements)`.
 *
 * @see torch/serialization.py, `legacy_load`
 */
export const storagesLayout =
  (keys: TarKeys): Layout =>
  (source, follow) => {
    const end = parts(source, follow, ([key, location, type], at) => {
      const size = elementBytes(type);
      if (size === undefined || textOf(location, source) === undefined) throw broken('a storage must be of a known type', at);
      define(keys, key, source, at);
      return storageEnd(source, at, size);
    });
    const views = end === undefined ? undefined : follow(end, MAX_PARTS);
    for (const view of listed(views?.value)) addView(keys, kept(view), source, views?.end ?? 0);
    return views?.end;
  };

/** `tensors`: how many there are, and for each a pickle of `(key, storage, type)` with its dimensions, sizes, strides and offset behind it. */
export const tensorsLayout =
  (keys: TarKeys): Layout =>
  (source, follow) =>
    parts(source, follow, ([key, storage], at) => {
      define(keys, key, source, at);
      ask(keys, storage, source, at);
      return tensorEnd(source, at);
    });

/** An identifier of the old tar format: the address of a tensor or storage, as text or number, and nothing that `int()` takes besides. */
export function tarKey(id: Value | undefined, source: ByteSource): string | undefined {
  const text = textOf(id, source);
  return text !== undefined && /^\d{1,20}$/.test(text) ? text : undefined;
}

/** A count, then so many pickles. @param part - takes a tuple of three, and gives where the raw bytes behind it end. */
function parts(source: ByteSource, follow: Follow, part: (items: readonly Value[], at: number) => number): number | undefined {
  const first = follow(0);
  if (first === undefined) return undefined;
  const count = Number(numberOf(first.value, source) ?? Number.NaN);
  if (!(count >= 0)) throw broken('it must begin with a count', first.end);
  let at = first.end;
  for (let n = 0; n < count; n++) {
    if (n === MAX_PARTS)
      throw new HorngateError('HG_LIMIT_ENTRIES', `Cannot look further as a file may have at most ${MAX_PARTS} parts`, { where: { offset: at } });
    const followed = follow(at);
    if (followed === undefined) return undefined;
    const items = kept(followed.value);
    if (items.length !== 3) throw broken('each part must have a key, a place and a type', followed.end);
    at = part(items, followed.end);
  }
  return at;
}

const kept = (value: Value | undefined): readonly Value[] => itemsOf(value) ?? [];
const listed = (value: Value | undefined): readonly Value[] => (typeof value === 'object' && value.kind === 'list' ? value.items : []);

function define(keys: TarKeys, key: Value | undefined, source: ByteSource, at: number): void {
  const text = tarKey(key, source);
  if (text === undefined) throw broken('its keys must be numbers', at);
  keys.has.add(text);
}

function ask(keys: TarKeys, key: Value | undefined, source: ByteSource, at: number): void {
  const text = tarKey(key, source);
  if (text === undefined) throw broken('its keys must be numbers', at);
  keys.asked.add(text);
}

function addView(keys: TarKeys, [target, root]: readonly Value[], source: ByteSource, at: number): void {
  define(keys, target, source, at);
  ask(keys, root, source, at);
}

function storageEnd(source: ByteSource, at: number, elementBytes: number): number {
  const count = little(source, at, 8);
  return inside(source, at, count === undefined ? undefined : at + 8 + count * elementBytes);
}

/** Dimensions (4 bytes, and 4 that nobody reads), 8 bytes for each size and stride, 8 for the offset. */
function tensorEnd(source: ByteSource, at: number): number {
  const count = little(source, at, 4);
  return inside(source, at, count === undefined ? undefined : at + 16 + 16 * count);
}

function inside(source: ByteSource, at: number, end: number | undefined): number {
  if (end === undefined || end > source.size) throw broken('what it counts must be in it', at);
  return end;
}

const broken = (wanted: string, offset: number): HorngateError =>
  new HorngateError('HG_ARTIFACT_PICKLE', `Cannot pass the tensors of the checkpoint as ${wanted}`, { where: { offset } });
