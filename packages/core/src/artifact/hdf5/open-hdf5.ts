import { HorngateError } from '../../words/error.ts';
import type { ByteSource, Inflate } from '../../words/ports.ts';
import { type Hdf5Attribute, readAttributes } from './attribute.ts';
import { broken, Hdf5Context, type Hdf5Limits } from './context.ts';
import { Hdf5Dataset } from './dataset.ts';
import { GlobalHeap } from './global-heap.ts';
import { type Links, readLinks } from './group.ts';
import type { Hdf5Anomaly, Hdf5Link } from './hdf5.ts';
import { MESSAGE, type Message, readObjectHeader } from './object-header.ts';
import { readSuperblock, type Superblock } from './superblock.ts';

export type Hdf5Object = Hdf5Group | Hdf5Dataset | Hdf5NamedType;

/** A committed datatype: nothing that a model needs. */
export interface Hdf5NamedType {
  readonly kind: 'datatype';
  readonly address: number;
}

/**
 * Opens an HDF5 file: superblocks 0 to 3, object headers of both versions, symbol tables and links in heaps, layouts 3 and 4.
 *
 * Only the superblock and the root's header are read. No link is followed but hard ones, no other file is opened, no filter is loaded. Offsets in errors and
 * anomalies count from the superblock.
 *
 * @throws HG_ARTIFACT_HDF5, HG_ARTIFACT_TRUNCATED; HG_UNSUPPORTED_HDF5 for structures that are known but not read; HG_LIMIT_ENTRIES past `maxStructures`.
 * @see HDF5 File Format Specification Version 3.0
 */
export function openHdf5(source: ByteSource, limits: Hdf5Limits, inflate: Inflate): Hdf5File {
  const superblock = readSuperblock(source);
  const context = new Hdf5Context(superblock.source, limits, inflate);
  // The extension says nothing that a reader needs, but what it must not say is refused: shared message tables, drivers
  if (superblock.extension !== undefined) readObjectHeader(context, superblock.extension);
  return new Hdf5File(context, superblock);
}

export class Hdf5File {
  /** About the file as a whole; `walkHdf5` repeats them. */
  readonly anomalies: readonly Hdf5Anomaly[];
  readonly limits: Hdf5Limits;
  /** No raw data may lie before this address. */
  readonly superblockBytes: number;
  readonly root: Hdf5Group;
  readonly #context: Hdf5Context;
  readonly #heap: GlobalHeap;
  readonly #objects = new Map<number, Hdf5Object>();

  constructor(context: Hdf5Context, { rootAddress, anomalies, bytes }: Superblock) {
    this.#context = context;
    this.superblockBytes = bytes;
    this.#heap = new GlobalHeap(context);
    this.anomalies = anomalies;
    this.limits = context.limits;
    const root = this.object(rootAddress);
    if (root.kind !== 'group') throw broken('have a group as its root', `it is a ${root.kind}`, rootAddress);
    this.root = root;
  }

  /** The object whose header stands at an address; the same one each time. */
  object(address: number): Hdf5Object {
    const known = this.#objects.get(address);
    if (known !== undefined) return known;
    const object = this.#read(address, readObjectHeader(this.#context, address));
    this.#objects.set(address, object);
    return object;
  }

  /**
   * The object at a path from the root, over hard links alone; undefined where there is none.
   *
   * @throws HG_ARTIFACT_HDF5 when the path leads over a soft, external or user-defined link.
   */
  get(path: string): Hdf5Object | undefined {
    return this.root.get(path);
  }

  #read(address: number, messages: readonly Message[]): Hdf5Object {
    const types = new Set(messages.map(({ type }) => type));
    const isGroup = types.has(MESSAGE.symbolTable) || types.has(MESSAGE.linkInfo) || types.has(MESSAGE.link);
    const isDataset = types.has(MESSAGE.layout) || types.has(MESSAGE.dataspace) || types.has(MESSAGE.externalFiles);
    if (isGroup && isDataset) throw broken('have objects that are a group or a dataset', 'one is both', address);
    if (isGroup) return new Hdf5Group(this, this.#context, address, messages, this.#heap);
    if (isDataset) return new Hdf5Dataset(this.#context, address, messages, this.#heap);
    if (types.has(MESSAGE.datatype)) return { kind: 'datatype', address };
    throw broken('have objects that are a group, a dataset or a datatype', 'one is none', address);
  }
}

export class Hdf5Group {
  readonly kind = 'group';
  readonly address: number;
  readonly #file: Hdf5File;
  readonly #context: Hdf5Context;
  readonly #messages: readonly Message[];
  readonly #heap: GlobalHeap;
  #links: Links | undefined;
  #attributes: ReadonlyMap<string, Hdf5Attribute> | undefined;

  constructor(file: Hdf5File, context: Hdf5Context, address: number, messages: readonly Message[], heap: GlobalHeap) {
    this.address = address;
    this.#file = file;
    this.#context = context;
    this.#messages = messages;
    this.#heap = heap;
  }

  /** Links by name, in the file's order, which is that of the bytes of the names. */
  children(): Links {
    this.#links ??= readLinks(this.#context, this.#messages);
    return this.#links;
  }

  attributes(): ReadonlyMap<string, Hdf5Attribute> {
    this.#attributes ??= readAttributes(this.#context, this.#messages, this.#heap);
    return this.#attributes;
  }

  /** As `Hdf5File.get`, from here. */
  get(path: string): Hdf5Object | undefined {
    let object: Hdf5Object = this;
    for (const name of path.split('/').filter((part) => part !== '')) {
      const link: Hdf5Link | undefined = object.kind === 'group' ? object.children().get(name) : undefined;
      if (link === undefined) return undefined;
      if (link.kind !== 'hard') throw refusedLink(link, path, object.address);
      object = this.#file.object(link.address);
    }
    return object;
  }
}

function refusedLink(link: Hdf5Link, path: string, offset: number): HorngateError {
  return new HorngateError(
    'HG_ARTIFACT_HDF5',
    `Cannot open ${JSON.stringify(path.slice(0, 200))} as it must be reached by hard links: found a ${link.kind} link`,
    {
      where: { pointer: path.slice(0, 200), offset },
    },
  );
}
