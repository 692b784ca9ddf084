import type { Cursor } from '../cursor.ts';
import { addressOf, broken, type Hdf5Context, numberOf } from './context.ts';

/** How an index says where a chunk is: its address, and when it is filtered also its stored size and the filters that were left out. */
export interface ElementForm {
  readonly filtered: boolean;
  readonly chunkBytes: number;
  readonly sizeBytes: number;
  readonly bytes: number;
}

export interface ChunkElement {
  readonly address: number;
  readonly size: number;
  readonly mask: number;
}

export interface ArrayElement extends ChunkElement {
  readonly index: number;
}

/** Undefined where the chunk was never written. */
export function readElement(cursor: Cursor, { filtered, chunkBytes, sizeBytes }: ElementForm): ChunkElement | undefined {
  const address = addressOf(cursor);
  const [size, mask] = filtered ? [numberOf(cursor, sizeBytes), cursor.u32()] : [chunkBytes, 0];
  return address === undefined ? undefined : { address, size, mask };
}

/** `count` elements, the first of which has the number `first`. */
export function* readElements(context: Hdf5Context, cursor: Cursor, form: ElementForm, first: number, count: number): Generator<ArrayElement> {
  context.charge(count, cursor.offset);
  for (let n = 0; n < count; n++) {
    const element = readElement(cursor, form);
    if (element !== undefined) yield { ...element, index: first + n };
  }
}

/** Version, client and element size of the header of an array, which must be those of the dataset. */
export function expectForm(head: Cursor, form: ElementForm): void {
  const { offset } = head;
  const [version, client, bytes] = [head.u8(), head.u8(), head.u8()];
  if (version !== 0 || client !== (form.filtered ? 1 : 0) || bytes !== form.bytes)
    throw broken(`have an array of ${form.filtered ? 'filtered ' : ''}chunks here`, `found version ${version}, client ${client}, ${bytes} bytes`, offset);
}

/** Version, client and the address of the header, with which every block of an array begins. */
export function expectBlock(body: Cursor, form: ElementForm, header: number): void {
  const { offset } = body;
  if (body.u8() !== 0 || body.u8() !== (form.filtered ? 1 : 0)) throw broken('have blocks of an array of chunks', 'found others', offset);
  if (addressOf(body) !== header) throw broken('have blocks that name their array', 'one names another', offset);
}

/** Whether the page `n` of a block was ever written: bits from the highest of each byte. */
export const isWritten = (bits: Uint8Array, n: number): boolean => ((bits[n >> 3] ?? 0) & (0x80 >> (n & 7))) !== 0;
