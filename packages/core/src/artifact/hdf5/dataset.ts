import type { DType } from '../../tensor/dtype.ts';
import { HorngateError } from '../../words/error.ts';
import type { Hdf5AnomalyKind } from '../anomalies.ts';
import { swapped } from '../byte-order.ts';
import { type Hdf5Attribute, readAttributes } from './attribute.ts';
import { chunkBytesOf, type StoredChunk } from './chunk-plan.ts';
import { fillFromChunks, readChunks } from './chunks.ts';
import { broken, type Hdf5Context, OutsideError, unread } from './context.ts';
import { type Dataspace, readDataspace } from './dataspace.ts';
import { readFillValue } from './fill-value.ts';
import { FIRST_DYNAMIC, isRead, readFilters } from './filters.ts';
import type { GlobalHeap } from './global-heap.ts';
import type { Hdf5Filter, Hdf5Shape, Hdf5Type } from './hdf5.ts';
import { type Layout, readLayout } from './layout.ts';
import { MESSAGE, type Message, messageOf } from './object-header.ts';
import { typeOf } from './shared.ts';
import { elementsOf, readStrings } from './values.ts';

/** What makes a dataset dangerous to open for others; we record it, and refuse to read it. */
export interface Danger {
  readonly kind: Hdf5AnomalyKind;
  readonly message: string;
  readonly offset: number;
}

/** A part of the file that holds a dataset's raw data. */
export interface Extent {
  readonly address: number;
  readonly size: number;
}

/** A declaration of fewer bytes is no bomb, whatever is stored. */
const HARMLESS_BYTES = 1024 * 1024;

export class Hdf5Dataset {
  readonly kind = 'dataset';
  readonly address: number;
  readonly type: Hdf5Type;
  readonly shape: Hdf5Shape;
  readonly filters: readonly Hdf5Filter[];
  readonly dangers: readonly Danger[];
  readonly #context: Hdf5Context;
  readonly #messages: readonly Message[];
  readonly #heap: GlobalHeap;
  readonly #space: Dataspace;
  readonly #layout: Layout;
  #attributes: ReadonlyMap<string, Hdf5Attribute> | undefined;
  #chunks: readonly StoredChunk[] | undefined;

  /** @throws HG_ARTIFACT_HDF5, HG_UNSUPPORTED_HDF5 for messages that contradict themselves or are not read; dangers are recorded, not thrown. */
  constructor(context: Hdf5Context, address: number, messages: readonly Message[], heap: GlobalHeap) {
    this.address = address;
    this.#context = context;
    this.#messages = messages;
    this.#heap = heap;
    const [space, layout] = [MESSAGE.dataspace, MESSAGE.layout].map((kind) => messageOf(messages, kind));
    const type = messages.find((message) => message.type === MESSAGE.datatype);
    if (space === undefined || type === undefined || layout === undefined)
      throw broken('have a dataspace, a datatype and a layout in a dataset', 'one is missing', address);
    this.type = typeOf(context, type);
    this.#space = readDataspace(space.body());
    this.shape = this.#space.shape;
    this.#layout = readLayout(layout.body());
    const pipeline = messageOf(messages, MESSAGE.filters);
    this.filters = pipeline === undefined ? [] : readFilters(pipeline.body(), this.type.size);
    this.dangers = this.#findDangers(layout.offset, pipeline?.offset ?? address);
  }

  /** Element type as the house names it; undefined for types that are no tensor's. */
  get dtype(): DType | undefined {
    if (this.type.kind === 'number') return this.type.dtype;
    if (this.type.kind === 'bool') return 'bool';
    if (this.type.kind === 'string' || this.type.kind === 'vlen-string') return 'string';
    return this.type.kind === 'opaque' && this.type.size === 2 && this.#saysBfloat16() ? 'bfloat16' : undefined;
  }

  get layout(): Layout['kind'] {
    return this.#layout.kind;
  }

  /** Bytes that the shape declares: a claim, which may be past 2^53 or infinite. */
  get byteLength(): number {
    return elementsOf(this.shape) * this.type.size;
  }

  /** Bytes that are really in the file. @throws HG_ARTIFACT_HDF5 when they are not inside it. */
  get storedBytes(): number {
    if (this.#layout.kind === 'compact') return this.#layout.bytes.length;
    return this.extents().reduce((sum, { size }) => sum + size, 0);
  }

  /** Where the raw data of a contiguous dataset without filters stand in the file, to be mapped instead of read; undefined for others. */
  get place(): Extent | undefined {
    return this.#layout.kind === 'contiguous' ? this.extents()[0] : undefined;
  }

  /** Parts of the file with this dataset's raw data. @throws HG_ARTIFACT_HDF5 when one is not inside it. */
  extents(): readonly Extent[] {
    if (this.#layout.kind === 'chunked') return this.#readChunks();
    if (this.#layout.kind !== 'contiguous' || this.#layout.address === undefined) return [];
    const { address, size } = this.#layout;
    if (!this.#context.contains(address, size)) throw new OutsideError(address, size);
    return size === 0 ? [] : [{ address, size }];
  }

  /** Whether the layout stores other than the bytes which the shape declares: libhdf5 goes by the shape, so a smaller size would hide what it reads. */
  contradictsItself(): boolean {
    const layout = this.#layout;
    if (layout.kind === 'compact') return layout.bytes.length !== this.byteLength;
    return layout.kind === 'contiguous' && layout.address !== undefined && layout.size !== this.byteLength;
  }

  attributes(): ReadonlyMap<string, Hdf5Attribute> {
    this.#attributes ??= readAttributes(this.#context, this.#messages, this.#heap);
    return this.#attributes;
  }

  /**
   * All elements in C order, little-endian; what was never written is the fill value.
   *
   * @returns `byteLength` bytes; may be a view of the file, so do not write to it.
   * @throws HG_LIMIT_TENSOR past `maxBytes`, HG_LIMIT_RATIO when the shape is a bomb, both before any memory is taken; HG_ARTIFACT_HDF5, HG_UNSUPPORTED_HDF5.
   */
  read(maxBytes = this.#context.limits.maxTensorBytes): Uint8Array {
    this.#refuse(maxBytes);
    return this.#littleEndian(this.#raw());
  }

  /** The same in pieces of about `pieceBytes`, so that a dataset larger than memory can go by. Chunked ones are put together first. */
  *pieces(pieceBytes = 1 << 20, maxBytes = this.#context.limits.maxTensorBytes): Generator<Uint8Array> {
    this.#refuse(maxBytes);
    const { place } = this;
    const step = Math.max(this.type.size, pieceBytes - (pieceBytes % this.type.size));
    const whole = place === undefined ? this.#raw() : undefined;
    for (let at = 0; at < this.byteLength; at += step) {
      const length = Math.min(step, this.byteLength - at);
      const piece =
        whole === undefined && place !== undefined ? this.#context.source.read(place.address + at, length) : (whole as Uint8Array).subarray(at, at + length);
      yield this.#littleEndian(piece);
    }
  }

  /** The elements of a string dataset. @throws as `read`, and HG_ARTIFACT_HDF5 where the type is another. */
  strings(maxBytes = this.#context.limits.maxTensorBytes): readonly string[] {
    this.#refuse(maxBytes);
    const strings = readStrings(this.type, this.#raw(), this.address, this.#heap);
    if (strings === undefined) throw broken('have strings here', 'the dataset has none', this.address);
    return strings;
  }

  #raw(): Uint8Array {
    const layout = this.#layout;
    const { byteLength } = this;
    if (this.contradictsItself()) throw broken(`store the ${byteLength} bytes that the shape declares`, `found ${this.storedBytes}`, this.address);
    if (layout.kind === 'compact') return layout.bytes;
    if (layout.kind === 'contiguous') {
      const [place] = this.extents();
      return place === undefined ? this.#filled() : this.#context.source.read(place.address, place.size);
    }
    if (layout.kind !== 'chunked') throw broken('have its own bytes', 'it is a virtual dataset', this.address);
    const chunks = this.#readChunks();
    chunkBytesOf(layout);
    const out = this.#filled();
    fillFromChunks(this.#context, layout, this.shape ?? [], chunks, this.filters, out);
    return out;
  }

  #readChunks(): readonly StoredChunk[] {
    const layout = this.#layout;
    if (layout.kind !== 'chunked') return [];
    const { shape } = this;
    if (shape === undefined || shape.length !== layout.chunk.length)
      throw broken('have chunks of as many dimensions as the dataset', `found ${layout.chunk.length}`, this.address);
    if (layout.elementSize !== this.type.size)
      throw broken('have chunks of the elements that the datatype says', `found ${layout.elementSize} bytes`, this.address);
    this.#chunks ??= readChunks(this.#context, { layout, space: { shape, max: this.#space.max }, filtered: this.filters.length > 0 });
    return this.#chunks;
  }

  #filled(): Uint8Array {
    const out = new Uint8Array(this.byteLength);
    const fill = readFillValue(this.#messages, this.type.size);
    if (fill !== undefined) for (let at = 0; at < out.length; at += fill.length) out.set(fill, at);
    return out;
  }

  #littleEndian(bytes: Uint8Array): Uint8Array {
    const { type } = this;
    if (type.kind !== 'number' || !type.bigEndian || type.size === 1) return bytes;
    return swapped(bytes, type.size);
  }

  #refuse(maxBytes: number): void {
    const [danger] = this.dangers;
    if (danger !== undefined) throw new HorngateError('HG_ARTIFACT_HDF5', `Cannot read the dataset: ${danger.message}`, { where: { offset: danger.offset } });
    const filter = this.filters.find((one) => !isRead(one));
    if (filter !== undefined) throw unread(`filter ${filter.name}`, this.address);
    if (this.filters.length > 0 && this.#layout.kind !== 'chunked')
      throw broken('have filters on chunks only', `found them on a ${this.#layout.kind} dataset`, this.address);
    if (this.byteLength > maxBytes)
      throw new HorngateError('HG_LIMIT_TENSOR', `Cannot read the dataset as it must have at most ${maxBytes} bytes: it declares ${this.byteLength}`, {
        where: { offset: this.address },
      });
    if (this.isShapeBomb())
      throw new HorngateError(
        'HG_LIMIT_RATIO',
        `Cannot read the dataset as it must not declare far more than it stores: ${this.byteLength} bytes in ${this.storedBytes}`,
        {
          where: { offset: this.address },
        },
      );
  }

  /** Whether the shape declares far more bytes than the file stores for it (CVE-2026-0897). @throws as `storedBytes`. */
  isShapeBomb(): boolean {
    return this.byteLength > HARMLESS_BYTES && this.byteLength > this.storedBytes * this.#context.limits.maxRatio;
  }

  #findDangers(layoutOffset: number, filterOffset: number): Danger[] {
    const dangers: Danger[] = [];
    const external = this.#messages.find(({ type }) => type === MESSAGE.externalFiles);
    if (external !== undefined) dangers.push({ kind: 'hdf5/external-storage', message: 'Its raw data are in other files', offset: external.offset });
    if (this.#layout.kind === 'virtual') dangers.push({ kind: 'hdf5/virtual', message: 'Its raw data are in other datasets', offset: layoutOffset });
    const dynamic = this.filters.find(({ id }) => id >= FIRST_DYNAMIC);
    if (dynamic !== undefined)
      dangers.push({ kind: 'hdf5/filter', message: `It needs the filter ${dynamic.id}, which libhdf5 loads as code`, offset: filterOffset });
    return dangers;
  }

  /** Keras stores bfloat16 as opaque bytes with an attribute `dtype` (HDF5 has no such type). */
  #saysBfloat16(): boolean {
    const attribute = this.attributes().get('dtype');
    return attribute?.strings()?.[0] === 'bfloat16';
  }
}
