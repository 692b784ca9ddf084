import { HorngateError } from '../../words/error.ts';
import type { Hdf5AnomalyKind } from '../anomalies.ts';
import { OutsideError } from './context.ts';
import type { Hdf5Dataset } from './dataset.ts';
import type { Hdf5Anomaly, Hdf5Link } from './hdf5.ts';
import type { Hdf5File, Hdf5Group, Hdf5Object } from './open-hdf5.ts';

export type Hdf5Visit =
  | { readonly kind: 'object'; readonly path: string; readonly object: Hdf5Object }
  | { readonly kind: 'link'; readonly path: string; readonly link: Exclude<Hdf5Link, { kind: 'hard' }> }
  | { readonly kind: 'anomaly'; readonly path: string; readonly anomaly: Hdf5Anomaly };

/** A group on the way from the root to where we are. */
interface Level {
  readonly group: Hdf5Group;
  readonly path: string;
  readonly links: Iterator<readonly [string, Hdf5Link]>;
}

const LINK_KINDS = { soft: 'hdf5/soft-link', external: 'hdf5/external-link', user: 'hdf5/user-link' } as const;

/**
 * Visits every object of a file once, parents first, and says what is wrong with each: its header, links, attributes, raw data.
 *
 * A broken or unread object is an anomaly with its place, and the walk goes on. Links other than hard ones are named and never followed; a group that contains
 * itself is named and not entered again.
 *
 * @throws HG_LIMIT_ENTRIES, HG_LIMIT_DEPTH past a budget, and whatever the source throws: then not everything was looked at.
 */
export function* walkHdf5(file: Hdf5File): Generator<Hdf5Visit> {
  for (const anomaly of file.anomalies) yield { kind: 'anomaly', path: '/', anomaly };
  const extents: Placed[] = [];
  const seen = new Set([file.root.address]);
  yield* visit(file.root, '/', extents);
  const stack = [yield* enter(file.root, '')];
  for (let level = stack.at(-1); level !== undefined; level = stack.at(-1)) {
    const next = level.links.next();
    if (next.done) {
      stack.pop();
      continue;
    }
    const [name, link] = next.value;
    const path = `${level.path}/${name}`;
    const object = yield* follow(file, link, path, level.group.address);
    if (object === undefined) continue;
    if (seen.has(object.address)) {
      yield again(object, path, stack);
      continue;
    }
    seen.add(object.address);
    yield* visit(object, path, extents);
    if (object.kind !== 'group') continue;
    if (stack.length >= file.limits.maxDepth)
      throw new HorngateError('HG_LIMIT_DEPTH', `Cannot walk HDF5 as groups must nest at most ${file.limits.maxDepth} deep: they go deeper`, {
        where: { offset: object.address },
      });
    stack.push(yield* enter(object, path));
  }
  yield* overlaps(extents, file.superblockBytes);
}

function* enter(group: Hdf5Group, path: string): Generator<Hdf5Visit, Level> {
  const links = yield* attempt(path || '/', group.address, () => group.children());
  return { group, path, links: (links ?? new Map<string, Hdf5Link>()).entries() };
}

function* follow(file: Hdf5File, link: Hdf5Link, path: string, offset: number): Generator<Hdf5Visit, Hdf5Object | undefined> {
  if (link.kind === 'hard') return yield* attempt(path, link.address, () => file.object(link.address));
  yield { kind: 'link', path, link };
  const target = link.kind === 'user' ? `a link of type ${link.type}` : JSON.stringify(link.target.slice(0, 200));
  const place = link.kind === 'external' ? `${target} in ${JSON.stringify(link.file.slice(0, 200))}` : target;
  yield anomaly(LINK_KINDS[link.kind], path, offset, `The link leads to ${place}`);
  return undefined;
}

function again(object: Hdf5Object, path: string, stack: readonly Level[]): Hdf5Visit {
  const inside = stack.some(({ group }) => group.address === object.address);
  if (inside) return anomaly('hdf5/hard-link-cycle', path, object.address, 'The group contains itself');
  return anomaly('hdf5/several-links', path, object.address, 'The object has an earlier name');
}

interface Placed {
  readonly address: number;
  readonly size: number;
  readonly path: string;
}

function* visit(object: Hdf5Object, path: string, extents: Placed[]): Generator<Hdf5Visit> {
  yield { kind: 'object', path, object };
  if (object.kind === 'datatype') return;
  yield* attempt(path, object.address, () => readAll(object));
  if (object.kind === 'dataset') yield* visitDataset(object, path, extents);
}

/** Decodes each attribute, so that a broken one is found here and not by whoever needs it. */
function readAll(object: Hdf5Group | Hdf5Dataset): void {
  for (const attribute of object.attributes().values()) attribute.strings();
}

function* visitDataset(dataset: Hdf5Dataset, path: string, extents: Placed[]): Generator<Hdf5Visit> {
  for (const { kind, message, offset } of dataset.dangers) yield anomaly(kind, path, offset, message);
  const unread = dataset.filters.find(({ id }) => id > 3 && id < 256);
  if (unread !== undefined) yield anomaly('hdf5/unread', path, dataset.address, `The filter ${unread.name} is not read yet`);
  const found = yield* attempt(path, dataset.address, () => dataset.extents());
  if (found === undefined || dataset.dangers.length > 0) return;
  for (const { address, size } of found) extents.push({ address, size, path });
  if (dataset.isShapeBomb())
    yield anomaly('hdf5/shape-bomb', path, dataset.address, `The shape declares ${dataset.byteLength} bytes, stored are ${dataset.storedBytes}`);
  if (dataset.contradictsItself())
    yield anomaly('hdf5/broken', path, dataset.address, `The shape declares ${dataset.byteLength} bytes, stored are ${dataset.storedBytes}`);
}

/** Raw data that two datasets share, or that reach into the superblock. */
function* overlaps(extents: readonly Placed[], superblockBytes: number): Generator<Hdf5Visit> {
  const sorted = [...extents].sort((a, b) => a.address - b.address);
  let end = superblockBytes;
  for (const { address, size, path } of sorted) {
    if (address < end && size > 0) yield anomaly('hdf5/overlap', path, address, 'The raw data start inside other data');
    end = Math.max(end, address + size);
  }
}

/** Runs a step on one object; what its bytes make impossible becomes an anomaly. Budgets, and what the source throws, stop the walk. */
function* attempt<T>(path: string, offset: number, step: () => T): Generator<Hdf5Visit, T | undefined> {
  try {
    return step();
  } catch (error) {
    if (!(error instanceof HorngateError) || !/^HG_(ARTIFACT_|UNSUPPORTED_)/.test(error.code)) throw error;
    yield anomaly(kindOf(error), path, error.where.offset ?? offset, error.message);
    return undefined;
  }
}

function kindOf(error: HorngateError): Hdf5AnomalyKind {
  if (error instanceof OutsideError) return 'hdf5/outside';
  return error.code === 'HG_UNSUPPORTED_HDF5' ? 'hdf5/unread' : 'hdf5/broken';
}

function anomaly(kind: Hdf5AnomalyKind, path: string, offset: number, message: string): Hdf5Visit {
  return { kind: 'anomaly', path, anomaly: { kind, path, offset, message } };
}
