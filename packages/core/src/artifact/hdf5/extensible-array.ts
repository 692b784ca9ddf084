import type { Cursor } from '../cursor.ts';
import { type ArrayElement, type ElementForm, expectBlock, expectForm, isWritten, readElements } from './chunk-elements.ts';
import { addressOf, broken, expectSignature, type Hdf5Context, log2, numberOf } from './context.ts';

const HEADER_BYTES = 72;
/** Signature, version, client, address of the header, checksum. */
const BLOCK_BYTES = 18;

interface Header {
  readonly address: number;
  readonly form: ElementForm;
  readonly inIndex: number;
  /** Elements of the smallest data block, data blocks of the smallest secondary block. */
  readonly minElements: number;
  readonly minPointers: number;
  readonly perPage: number;
  readonly offsetBytes: number;
  /** Secondary blocks that there can be, those counted whose data blocks stand in the index block. */
  readonly levels: number;
  readonly index: number | undefined;
}

/** One level of the array: `blocks` data blocks of `elements` elements each, the first of which has the number `first`. */
interface Level {
  readonly blocks: number;
  readonly elements: number;
  readonly first: number;
}

/**
 * The elements of an extensible array (VII.D): some in the index block, then in data blocks which it names, then in data blocks of secondary blocks.
 *
 * @throws HG_ARTIFACT_HDF5 where a block contradicts its place, or has a wrong checksum.
 */
export function* extensibleArray(context: Hdf5Context, address: number, form: ElementForm): Generator<ArrayElement> {
  const header = readHeader(context, address, form);
  if (header.index === undefined) return;
  const own = 2 * log2(header.minPointers); // levels whose data blocks the index block names
  const pointers = 2 * (header.minPointers - 1);
  const secondary = Math.max(0, header.levels - own);
  const body = context.checked(header.index, BLOCK_BYTES + header.inIndex * form.bytes + 8 * (pointers + secondary), 'index block');
  expectSignature(body, 'EAIB');
  expectBlock(body, form, address);
  yield* readElements(context, body.sub(header.inIndex * form.bytes), form, 0, header.inIndex);
  const levels = levelsOf(header);
  let earlier = 0;
  for (const level of levels.slice(0, own)) {
    if (level.elements > header.perPage) throw broken('have no pages in data blocks of an index block', 'they are larger than a page', address);
    yield* dataBlocks(context, header, body, level, earlier);
    earlier += level.blocks;
  }
  for (const level of levels.slice(own)) {
    const block = addressOf(body);
    if (block !== undefined) yield* secondaryBlock(context, header, block, level);
  }
}

function readHeader(context: Hdf5Context, address: number, form: ElementForm): Header {
  const head = context.checked(address, HEADER_BYTES, 'extensible array');
  expectSignature(head, 'EAHD');
  expectForm(head, form);
  const [maxBits, inIndex, minElements, minPointers, pageBits] = [head.u8(), head.u8(), head.u8(), head.u8(), head.u8()];
  head.skip(48);
  const index = addressOf(head);
  const powers = [minElements, minPointers].every((value) => value > 0 && 2 ** log2(value) === value);
  if (!powers || maxBits > 53 || pageBits > 31 || maxBits < log2(minElements))
    throw broken('have an extensible array of powers of two', `found ${minElements} elements, ${minPointers} blocks, ${maxBits} bits`, address);
  const levels = 1 + maxBits - log2(minElements);
  if (levels < 2 * log2(minPointers)) throw broken('have levels enough for an index block', `found ${levels}`, address);
  return { address, form, inIndex, minElements, minPointers, perPage: 2 ** pageBits, offsetBytes: Math.ceil(maxBits / 8), levels, index };
}

/** Blocks and elements double by turns from one level to the next. */
function levelsOf({ levels, minElements, inIndex }: Header): Level[] {
  const found: Level[] = [];
  let first = inIndex;
  for (let n = 0; n < levels; n++) {
    const level = { blocks: 2 ** Math.floor(n / 2), elements: 2 ** Math.floor((n + 1) / 2) * minElements, first };
    found.push(level);
    first += level.blocks * level.elements;
  }
  return found;
}

/**
 * Data blocks without pages, whose addresses `pointers` has.
 *
 * @param earlier - data blocks of the levels before: libhdf5 (H5EA__lookup_elmt) counts them into the place which a data block of an index block names, though
 * its elements stand where the levels say; in a secondary block it counts from 0.
 */
function* dataBlocks(context: Hdf5Context, header: Header, pointers: Cursor, { blocks, elements, first }: Level, earlier: number): Generator<ArrayElement> {
  for (let n = 0; n < blocks; n++) {
    const block = addressOf(pointers);
    if (block === undefined) continue;
    const body = context.checked(block, BLOCK_BYTES + header.offsetBytes + elements * header.form.bytes, 'data block');
    expectDataBlock(body, header, first + (earlier + n) * elements);
    yield* readElements(context, body, header.form, first + n * elements, elements);
  }
}

function expectDataBlock(body: Cursor, header: Header, first: number): void {
  expectSignature(body, 'EADB');
  expectBlock(body, header.form, header.address);
  expectPlace(body, header, first);
}

/** The number of the first element, not counting those of the index block. */
function expectPlace(body: Cursor, { offsetBytes, inIndex }: Header, first: number): void {
  const { offset } = body;
  if (numberOf(body, offsetBytes) !== first - inIndex) throw broken('have blocks that name their place in the array', 'one names another', offset);
}

function* secondaryBlock(context: Hdf5Context, header: Header, block: number, level: Level): Generator<ArrayElement> {
  const { blocks, elements, first } = level;
  const pages = elements > header.perPage ? elements / header.perPage : 0;
  const bitBytes = blocks * Math.ceil(pages / 8);
  const body = context.checked(block, BLOCK_BYTES + header.offsetBytes + bitBytes + 8 * blocks, 'secondary block');
  expectSignature(body, 'EASB');
  expectBlock(body, header.form, header.address);
  expectPlace(body, header, first);
  const bits = body.bytes(bitBytes);
  if (pages === 0) yield* dataBlocks(context, header, body, level, 0);
  else
    for (let n = 0; n < blocks; n++) {
      const address = addressOf(body);
      if (address !== undefined)
        yield* pagesOf(context, header, address, { first: first + n * elements, pages, written: (page) => isWritten(bits, n * pages + page) });
    }
}

interface Paged {
  readonly first: number;
  readonly pages: number;
  readonly written: (page: number) => boolean;
}

function* pagesOf(context: Hdf5Context, header: Header, block: number, { first, pages, written }: Paged): Generator<ArrayElement> {
  const { form, perPage } = header;
  const prefix = BLOCK_BYTES + header.offsetBytes;
  expectDataBlock(context.checked(block, prefix, 'data block'), header, first);
  context.charge(pages, block);
  for (let n = 0; n < pages; n++) {
    if (!written(n)) continue;
    const page = context.checked(block + prefix + n * (perPage * form.bytes + 4), perPage * form.bytes + 4, 'page');
    yield* readElements(context, page, form, first + n * perPage, perPage);
  }
}
