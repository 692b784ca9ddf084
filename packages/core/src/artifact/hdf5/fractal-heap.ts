import { Cursor } from '../cursor.ts';
import { treeRecords } from './b-tree-v2.ts';
import { addressOf, broken, bytesFor, checked, definedAddress, expectSignature, type Hdf5Context, log2, numberOf, unread } from './context.ts';
import { lookup3 } from './lookup3.ts';

const HEADER_BYTES = 146;
const HUGE_OBJECT_TREE = 1;
const HUGE_RECORD_BYTES = 24;
/** H5HF_WIDTH_LIMIT. */
const MAX_WIDTH = 64 * 1024;
const MAX_HEAP_BITS = 64;

interface Header {
  readonly address: number;
  readonly idBytes: number;
  readonly checksums: boolean;
  readonly maxManagedBytes: number;
  readonly hugeTree: number | undefined;
  /** Bytes of an offset and of a length in an ID. */
  readonly offsetBytes: number;
  readonly lengthBytes: number;
  readonly width: number;
  readonly startBytes: number;
  readonly maxDirectBytes: number;
  readonly root: number | undefined;
  /** 0: the root is a direct block. */
  readonly rootRows: number;
}

interface Extent {
  readonly address: number;
  readonly size: number;
}

/** A block of the heap, and where its bytes start in the heap's own space of offsets. */
interface Block {
  readonly start: number;
  readonly size: number;
  readonly bytes: Uint8Array;
  readonly address: number;
}

/**
 * A fractal heap (III.G): links and attributes of objects that have many of them, each found by an ID.
 *
 * Small objects stand in direct blocks, which a doubling table of indirect blocks leads to; huge ones elsewhere in the file, found by a B-tree; tiny ones in
 * their own ID. Every block must carry its heap's address, its place in the heap and its checksum, so that none can stand in for another.
 */
export class FractalHeap {
  readonly #context: Hdf5Context;
  readonly #header: Header;
  readonly #blocks = new Map<number, Block>();
  readonly #indirect = new Map<number, readonly (number | undefined)[]>();
  #huge: ReadonlyMap<number, Extent> | undefined;

  /** @throws HG_ARTIFACT_HDF5; HG_UNSUPPORTED_HDF5 for a heap whose blocks are filtered. */
  constructor(context: Hdf5Context, address: number) {
    this.#context = context;
    this.#header = readHeader(context, address);
  }

  /** Bytes of an ID. */
  get idBytes(): number {
    return this.#header.idBytes;
  }

  /** The object of an ID (III.G.4): a cursor over its bytes. */
  object(id: Cursor): Cursor {
    const { offset } = id;
    const first = id.fresh(id.consumed).u8();
    if (first >> 6 !== 0) throw broken('have heap IDs of version 0', `found ${first >> 6}`, offset);
    const kind = (first >> 4) & 3;
    if (kind === 0) return this.#managed(id);
    if (kind === 1) return this.#hugeObject(id);
    if (kind === 2) return this.#tiny(id, first & 15);
    throw broken('have heap IDs of a kind that there is', `found ${kind}`, offset);
  }

  #managed(id: Cursor): Cursor {
    const { offset } = id;
    id.skip(1);
    const [at, length] = [numberOf(id, this.#header.offsetBytes), numberOf(id, this.#header.lengthBytes)];
    if (length > this.#header.maxManagedBytes) throw broken(`have objects of at most ${this.#header.maxManagedBytes} bytes`, `found ${length}`, offset);
    const block = this.#blockOf(at, offset);
    const from = at - block.start;
    const headBytes = 13 + this.#header.offsetBytes + (this.#header.checksums ? 4 : 0);
    if (from < headBytes || length > block.size - from) throw broken('have its objects inside one block', 'one is not', offset);
    return new Cursor(block.bytes.subarray(from, from + length), { code: 'HG_ARTIFACT_HDF5', base: block.address + from });
  }

  #blockOf(at: number, offset: number): Block {
    const { root, rootRows, startBytes } = this.#header;
    if (root === undefined) throw broken('have the blocks that its IDs name', 'the heap has none', offset);
    if (rootRows > 0) return this.#descend(root, rootRows, 0, at, offset);
    if (at >= startBytes) throw broken(`have heap offsets below ${startBytes}`, `found ${at}`, offset);
    return this.#direct(root, 0, startBytes);
  }

  /** Down the doubling table: row 0 and 1 have blocks of the starting size, each further row of twice the size of the one before. */
  #descend(address: number, rows: number, start: number, at: number, offset: number): Block {
    const { width, startBytes, maxDirectBytes } = this.#header;
    let [block, count, from] = [address, rows, start];
    for (;;) {
      const inside = at - from;
      const row = inside < width * startBytes ? 0 : log2(Math.floor(inside / (width * startBytes))) + 1;
      const size = startBytes * 2 ** Math.max(0, row - 1);
      const rowStart = row === 0 ? 0 : width * size;
      const column = Math.floor((inside - rowStart) / size);
      if (row >= count || column >= width) throw broken('have the blocks that its IDs name', `none has the offset ${at}`, offset);
      const child = this.#children(block, count, from)[row * width + column];
      if (child === undefined) throw broken('have the blocks that its IDs name', `the one with the offset ${at} is not there`, offset);
      from += rowStart + column * size;
      if (size <= maxDirectBytes) return this.#direct(child, from, size);
      // An indirect block of `size` bytes has rows up to that size: each step has fewer, so this ends
      [block, count] = [child, log2(size) - log2(startBytes * width) + 1];
      if (count < 1) throw broken('have a doubling table that comes to an end', 'it does not', address);
    }
  }

  #children(address: number, rows: number, start: number): readonly (number | undefined)[] {
    const known = this.#indirect.get(start);
    if (known !== undefined) return known;
    const { width, offsetBytes } = this.#header;
    const length = 17 + offsetBytes + rows * width * 8;
    this.#context.keep(length, address);
    const body = this.#context.checked(address, length, 'indirect block');
    this.#expect(body, 'FHIB', start);
    const children = Array.from({ length: rows * width }, () => addressOf(body));
    this.#indirect.set(start, children);
    return children;
  }

  #direct(address: number, start: number, size: number): Block {
    const known = this.#blocks.get(start);
    if (known !== undefined) return known;
    this.#context.keep(size, address);
    const body = this.#context.structure(address, size, 'direct block');
    const bytes = body.fresh().bytes(size);
    this.#expect(body, 'FHDB', start);
    if (this.#header.checksums) checkDirect(bytes, body, address);
    const block = { start, size, bytes, address };
    this.#blocks.set(start, block);
    return block;
  }

  /** Signature, version, address of the heap, place in the heap. */
  #expect(body: Cursor, signature: string, start: number): void {
    const { offset } = body;
    expectSignature(body, signature);
    if (body.u8() !== 0) throw broken('have heap blocks of version 0', 'found another', offset);
    if (addressOf(body) !== this.#header.address) throw broken('have heap blocks that name their heap', 'one names another', offset);
    if (numberOf(body, this.#header.offsetBytes) !== start) throw broken('have heap blocks that name their place', 'one names another', offset);
  }

  /** Directly where the ID has room for address and length, else by its number (III.G.4). */
  #hugeObject(id: Cursor): Cursor {
    const { offset } = id;
    id.skip(1);
    const direct = this.#header.idBytes - 1 >= 16;
    const { address, size } = direct ? { address: definedAddress(id, 'huge object'), size: id.u64() } : this.#hugeNumbered(id, offset);
    return this.#context.structure(address, size, 'huge object');
  }

  #hugeNumbered(id: Cursor, offset: number): Extent {
    const number = numberOf(id, Math.min(8, this.#header.idBytes - 1));
    this.#huge ??= this.#readHuge(offset);
    const found = this.#huge.get(number);
    if (found === undefined) throw broken('have the huge objects that its IDs name', `there is no ${number}`, offset);
    return found;
  }

  #readHuge(offset: number): ReadonlyMap<number, Extent> {
    const { hugeTree } = this.#header;
    if (hugeTree === undefined) throw broken('have a B-tree of its huge objects', 'it has none', offset);
    const found = new Map<number, Extent>();
    let last = -1;
    for (const record of treeRecords(this.#context, hugeTree, HUGE_OBJECT_TREE, HUGE_RECORD_BYTES)) {
      const extent = { address: definedAddress(record, 'huge object'), size: record.u64() };
      const number = record.u64();
      if (number <= last) throw broken('have its huge objects in order', 'they are not', record.offset);
      found.set(number, extent);
      last = number;
    }
    return found;
  }

  /** Length - 1 in four bits, or in twelve where an ID has room for more than 16 bytes. */
  #tiny(id: Cursor, low: number): Cursor {
    id.skip(1);
    const length = 1 + (this.#header.idBytes - 1 <= 16 ? low : low * 256 + id.u8());
    return id.sub(length);
  }
}

function checkDirect(bytes: Uint8Array, body: Cursor, address: number): void {
  const at = body.consumed;
  const stored = body.u32();
  const cleared = Uint8Array.from(bytes);
  cleared.fill(0, at, at + 4);
  if (lookup3(cleared) !== stored) throw broken('have the checksum of each direct block', 'one has another', address);
}

function readHeader(context: Hdf5Context, address: number): Header {
  const whole = context.structure(address, HEADER_BYTES, 'fractal heap');
  const start = whole.fresh();
  expectSignature(start, 'FRHP');
  if (start.u8() !== 0) throw broken('have fractal heaps of version 0', 'found another', address);
  const [idBytes, filterBytes] = [start.u16(), start.u16()];
  if (filterBytes !== 0) throw unread('fractal heap with filters', address); // it would have a longer header
  const head = checked(whole, 'fractal heap');
  head.skip(9);
  const [flags, maxManagedBytes] = [head.u8(), head.u32()];
  head.skip(8);
  const hugeTree = addressOf(head);
  head.skip(8 * 10);
  const [width, startBytes, maxDirectBytes, maxHeapBits] = [head.u16(), head.u64(), head.u64(), head.u16()];
  head.skip(2);
  const [root, rootRows] = [addressOf(head), head.u16()];
  const powers = [width, startBytes, maxDirectBytes].every((value) => value > 0 && 2 ** log2(value) === value);
  if (!powers || width > MAX_WIDTH || startBytes > maxDirectBytes || maxHeapBits > MAX_HEAP_BITS)
    throw broken('have a doubling table of powers of two', `found ${width} x ${startBytes} to ${maxDirectBytes}`, address);
  const offsetBytes = Math.floor((maxHeapBits + 7) / 8);
  const lengthBytes = Math.min(Math.floor((log2(maxDirectBytes) + 7) / 8), bytesFor(maxManagedBytes));
  return {
    address,
    idBytes,
    checksums: (flags & 2) !== 0,
    maxManagedBytes,
    hugeTree,
    offsetBytes,
    lengthBytes,
    width,
    startBytes,
    maxDirectBytes,
    root,
    rootRows,
  };
}
