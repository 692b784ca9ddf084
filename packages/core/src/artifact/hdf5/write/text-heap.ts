import { encodeUtf8 } from '../../../text/utf8.ts';
import { ByteWriter } from '../../byte-writer.ts';

/** Where a text of variable length stands: what an attribute holds in its place. */
export interface HeapReference {
  readonly bytes: number;
  /** Of its collection, from the first one. */
  readonly offset: number;
  readonly index: number;
}

/** Texts in one collection: its numbers for them have 16 bits, and small collections are read fast. */
const MOST_TEXTS = 4096;
const HEADER_BYTES = 16;
/** `H5HG_MINSIZE` of libhdf5, which takes no smaller collection. */
const LEAST_BYTES = 4096;

/** Global heap collections (III.E) of all texts of a file. */
export class TextHeap {
  readonly #done: Uint8Array[] = [];
  #open: Uint8Array[] = [];
  #bytes = 0;

  add(text: string): HeapReference {
    if (this.#open.length === MOST_TEXTS) this.#close();
    const bytes = encodeUtf8(text);
    this.#open.push(bytes);
    return { bytes: bytes.length, offset: this.#bytes, index: this.#open.length };
  }

  /** All collections, one behind the other. */
  finish(): Uint8Array {
    if (this.#open.length > 0) this.#close();
    const all = new ByteWriter();
    for (const collection of this.#done) all.raw(collection);
    return all.done();
  }

  #close(): void {
    const texts = new ByteWriter();
    for (const [index, bytes] of this.#open.entries())
      texts
        .u16(index + 1)
        .u16(1)
        .u32(0)
        .u64(bytes.length)
        .raw(bytes)
        .align(8);
    const size = Math.ceil(Math.max(LEAST_BYTES, HEADER_BYTES + texts.length) / LEAST_BYTES) * LEAST_BYTES;
    const free = size - HEADER_BYTES - texts.length;
    const writer = new ByteWriter().raw(encodeUtf8('GCOL')).u8(1, 0, 0, 0).u64(size).raw(texts.done());
    if (free >= HEADER_BYTES) writer.u16(0).u16(0).u32(0).u64(free);
    this.#done.push(writer.align(LEAST_BYTES).done());
    this.#bytes += size;
    this.#open = [];
  }
}
