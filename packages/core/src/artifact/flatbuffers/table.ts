import { decodeUtf8 } from '../../text/utf8.ts';
import { HorngateError } from '../../words/error.ts';
import type { ByteSource } from '../../words/ports.ts';
import { Window } from '../protobuf/window.ts';

/** What all tables of one file share. */
export interface Flat {
  readonly window: Window;
  /** Tables and elements that may be visited. */
  left: number;
  /** Where the last byte was that any of them has. */
  end: number;
}

const MAX_TEXT = 4096;

/**
 * A table of a FlatBuffer (flatbuffers.dev, internals): its fields are found by their numbers through a vtable, and each offset is checked before it is
 * followed. A vector's elements are read one by one; those of data are passed over.
 *
 * @throws HG_ARTIFACT_TRUNCATED, HG_ARTIFACT_FIELD for what does not lie inside the file; HG_LIMIT_ENTRIES past the budget.
 */
export class Table {
  readonly offset: number;
  readonly #flat: Flat;
  readonly #vtable: number;
  readonly #vtableBytes: number;
  readonly #bytes: number;

  constructor(flat: Flat, offset: number) {
    this.#flat = flat;
    this.offset = offset;
    spend(flat, offset);
    this.#vtable = offset - i32(flat, offset);
    this.#vtableBytes = u16(flat, this.#vtable);
    this.#bytes = u16(flat, this.#vtable + 2);
    if (this.#vtableBytes < 4 || this.#vtableBytes % 2 !== 0 || this.#bytes < 4) throw broken(offset, 'a table with its sizes');
    reach(flat, this.#vtable, this.#vtableBytes);
    reach(flat, offset, this.#bytes);
  }

  /** Where a field of `bytes` stands; undefined where the table does not have it. */
  #field(id: number, bytes: number): number | undefined {
    const at = 4 + 2 * id;
    const relative = at + 2 > this.#vtableBytes ? 0 : u16(this.#flat, this.#vtable + at);
    if (relative === 0) return undefined;
    if (relative < 4 || relative + bytes > this.#bytes) throw broken(this.offset, `field ${id} inside its table`);
    return this.offset + relative;
  }

  u8(id: number): number {
    const at = this.#field(id, 1);
    return at === undefined ? 0 : this.#flat.window.byte(at);
  }

  i32(id: number): number {
    const at = this.#field(id, 4);
    return at === undefined ? 0 : i32(this.#flat, at);
  }

  u32(id: number): number {
    return this.i32(id) >>> 0;
  }

  u64(id: number): bigint {
    const at = this.#field(id, 8);
    return at === undefined ? 0n : BigInt(u32(this.#flat, at)) + (BigInt(u32(this.#flat, at + 4)) << 32n);
  }

  text(id: number): string {
    const span = this.vector(id, 1);
    return span === undefined ? '' : decodeUtf8(this.#flat.window.bytes(span.at, Math.min(span.length, MAX_TEXT)), 'replace');
  }

  /** Where a vector's elements stand, and how many there are. */
  vector(id: number, elementBytes: number): { readonly at: number; readonly length: number } | undefined {
    const field = this.#field(id, 4);
    if (field === undefined) return undefined;
    const start = field + u32(this.#flat, field);
    const length = u32(this.#flat, start);
    reach(this.#flat, start + 4, length * elementBytes);
    return { at: start + 4, length };
  }

  ints(id: number): readonly number[] {
    const span = this.vector(id, 4);
    const found: number[] = [];
    for (let index = 0; span !== undefined && index < span.length; index++) {
      spend(this.#flat, span.at);
      found.push(i32(this.#flat, span.at + 4 * index));
    }
    return found;
  }

  table(id: number): Table | undefined {
    const at = this.#field(id, 4);
    return at === undefined ? undefined : new Table(this.#flat, at + u32(this.#flat, at));
  }

  *tables(id: number): Generator<Table> {
    const span = this.vector(id, 4);
    for (let index = 0; span !== undefined && index < span.length; index++) {
      const at = span.at + 4 * index;
      yield new Table(this.#flat, at + u32(this.#flat, at));
    }
  }
}

/** The root of a file. @param maxVisits - tables and numbers that may be looked at. */
export function openFlat(source: ByteSource, maxVisits: number): { readonly flat: Flat; readonly root: Table } {
  const flat: Flat = { window: new Window(source), left: maxVisits, end: 8 };
  return { flat, root: new Table(flat, u32(flat, 0)) };
}

const u16 = ({ window }: Flat, at: number): number => window.byte(at) | (window.byte(at + 1) << 8);
const i32 = (flat: Flat, at: number): number => u16(flat, at) | (u16(flat, at + 2) << 16);
const u32 = (flat: Flat, at: number): number => i32(flat, at) >>> 0;

function spend(flat: Flat, offset: number): void {
  if (--flat.left < 0) throw new HorngateError('HG_LIMIT_ENTRIES', 'Cannot read the file as it must have fewer parts', { where: { offset } });
}

function reach(flat: Flat, at: number, length: number): void {
  if (at < 0 || at + length > flat.window.size) throw broken(at, `${length} bytes inside the file`);
  flat.end = Math.max(flat.end, at + length);
}

const broken = (offset: number, wanted: string): HorngateError =>
  new HorngateError('HG_ARTIFACT_FIELD', `Cannot read the FlatBuffer as it must have ${wanted}: it has not`, { where: { offset } });
