import { BYTES } from '../../../tensor/dtype.ts';
import { encodeUtf8 } from '../../../text/utf8.ts';
import { HorngateError } from '../../../words/error.ts';
import { ByteWriter } from '../../byte-writer.ts';
import { lookup3 } from '../lookup3.ts';
import { MESSAGE } from '../object-header.ts';
import { numberType, textType } from './datatype-bytes.ts';
import type { NewAttributes, NewDataset, NewGroup, NewObject } from './new-object.ts';
import type { HeapReference, TextHeap } from './text-heap.ts';

/** Where things stand; zeros as long as only sizes are asked for. */
export interface Addresses {
  readonly heap: number;
  of(object: NewObject): number;
  /** Of the raw data. */
  dataOf(dataset: NewDataset): number;
}

const MOST_MESSAGE = 0xffff;
const MOST_NAME = 255;

export const bytesOfDataset = ({ dtype, shape }: NewDataset): number => shape.reduce((product, dim) => product * dim, BYTES[dtype]);

/** The object header, version 2 (IV.A.1.b), of a group with all its links in it, or of a dataset. */
export class HeaderBytes {
  readonly #heap: TextHeap;
  /** A text goes into the heap once, however often the header is written. */
  readonly #texts = new Map<NewObject, readonly (readonly [name: string, reference: HeapReference])[]>();

  constructor(heap: TextHeap) {
    this.#heap = heap;
  }

  write(object: NewObject, addresses: Addresses): Uint8Array {
    const messages = new ByteWriter();
    for (const [type, body] of object.kind === 'group' ? groupMessages(object, addresses) : datasetMessages(object, addresses))
      putMessage(messages, type, body);
    for (const [name, reference] of this.#textsOf(object)) putMessage(messages, MESSAGE.attribute, attributeOf(name, reference, addresses.heap));
    const fourByteSize = 2;
    const writer = new ByteWriter().raw(encodeUtf8('OHDR')).u8(2, fourByteSize).u32(messages.length).raw(messages.done());
    return writer.u32(lookup3(writer.done())).done();
  }

  #textsOf(object: NewObject): readonly (readonly [string, HeapReference])[] {
    const known = this.#texts.get(object);
    if (known !== undefined) return known;
    const texts = Object.entries(attributesOf(object)).map(([name, text]) => [name, this.#heap.add(text)] as const);
    this.#texts.set(object, texts);
    return texts;
  }
}

const attributesOf = (object: NewObject): NewAttributes =>
  object.kind === 'dataset' && object.dtype === 'bfloat16' ? { dtype: 'bfloat16', ...object.attributes } : (object.attributes ?? {});

function putMessage(into: ByteWriter, type: number, body: Uint8Array): void {
  if (body.length > MOST_MESSAGE)
    throw new HorngateError('HG_LIMIT_OUTPUT', `Cannot write an HDF5 message as it must have at most ${MOST_MESSAGE} bytes: it has ${body.length}`);
  into.u8(type).u16(body.length).u8(0).raw(body);
}

type Message = readonly [type: number, body: Uint8Array];

function* groupMessages({ children }: NewGroup, addresses: Addresses): Generator<Message> {
  yield [MESSAGE.linkInfo, new ByteWriter().u8(0, 0).u64(undefined).u64(undefined).done()];
  yield [MESSAGE.groupInfo, Uint8Array.from([0, 0])];
  for (const [name, child] of children) yield [MESSAGE.link, linkOf(name, addresses.of(child))];
}

/** IV.A.2.f, version 3: space is made when it is written, and no value is defined. */
const FILL_LATE = [3, 0x0a];

function linkOf(name: string, address: number): Uint8Array {
  const bytes = encodeUtf8(name);
  if (bytes.length > MOST_NAME || bytes.some((byte) => byte <= 0x20 || byte >= 0x7f || byte === 0x2f))
    throw new HorngateError('HG_ARTIFACT_HDF5', `Cannot write the name ${JSON.stringify(name.slice(0, 100))} as it must be plain ASCII of at most 255 bytes`);
  return new ByteWriter().u8(1, 0, bytes.length).raw(bytes).u64(address).done();
}

function* datasetMessages(dataset: NewDataset, addresses: Addresses): Generator<Message> {
  const bytes = bytesOfDataset(dataset);
  yield [MESSAGE.dataspace, spaceOf(dataset.shape)];
  yield [MESSAGE.datatype, numberType(dataset.dtype)];
  yield [MESSAGE.fillValue, Uint8Array.from(FILL_LATE)];
  const contiguous = 1;
  yield [
    MESSAGE.layout,
    new ByteWriter()
      .u8(3, contiguous)
      .u64(bytes === 0 ? undefined : addresses.dataOf(dataset))
      .u64(bytes)
      .done(),
  ];
}

/** Version 2 (IV.A.2.b); no dimensions: one element. */
function spaceOf(shape: readonly number[]): Uint8Array {
  const writer = new ByteWriter().u8(2, shape.length, 0, shape.length === 0 ? 0 : 1);
  for (const dim of shape) writer.u64(dim);
  return writer.done();
}

/** Version 3 (IV.A.2.m): one text, whose bytes are in the heap. */
function attributeOf(name: string, { bytes, offset, index }: HeapReference, heap: number): Uint8Array {
  const [field, type, space] = [encodeUtf8(`${name}\0`), textType(), spaceOf([])];
  const writer = new ByteWriter().u8(3, 0).u16(field.length).u16(type.length).u16(space.length).u8(0);
  return writer
    .raw(field)
    .raw(type)
    .raw(space)
    .u32(bytes)
    .u64(heap + offset)
    .u32(index)
    .done();
}
