import { type ArrayElement, type ElementForm, expectBlock, expectForm, isWritten, readElements } from './chunk-elements.ts';
import { addressOf, broken, expectSignature, type Hdf5Context } from './context.ts';

const HEADER_BYTES = 28;
/** Signature, version, client, address of the header, checksum. */
const BLOCK_BYTES = 18;

/**
 * The elements of a fixed array (VII.C): as many as the largest shape has chunks, in one data block, which is cut into pages when it is large.
 *
 * @throws HG_ARTIFACT_HDF5 for another number of elements, a wrong checksum.
 */
export function* fixedArray(context: Hdf5Context, address: number, form: ElementForm, count: number): Generator<ArrayElement> {
  const head = context.checked(address, HEADER_BYTES, 'fixed array');
  expectSignature(head, 'FAHD');
  expectForm(head, form);
  const [pageBits, total, block] = [head.u8(), head.u64(), addressOf(head)];
  if (total !== count) throw broken(`have an array of ${count} chunks`, `found ${total}`, address);
  if (pageBits > 31) throw broken('have pages of less than 2^32 elements', `found 2^${pageBits}`, address);
  if (block === undefined) return;
  const perPage = 2 ** pageBits;
  if (total > perPage) yield* pages(context, block, form, address, total, perPage);
  else {
    const body = context.checked(block, BLOCK_BYTES + total * form.bytes, 'data block');
    expectSignature(body, 'FADB');
    expectBlock(body, form, address);
    yield* readElements(context, body, form, 0, total);
  }
}

function* pages(context: Hdf5Context, block: number, form: ElementForm, header: number, total: number, perPage: number): Generator<ArrayElement> {
  const count = Math.ceil(total / perPage);
  const bitBytes = Math.ceil(count / 8);
  const body = context.checked(block, BLOCK_BYTES + bitBytes, 'data block');
  expectSignature(body, 'FADB');
  expectBlock(body, form, header);
  const bits = body.bytes(bitBytes);
  context.charge(count, block);
  for (let n = 0; n < count; n++) {
    if (!isWritten(bits, n)) continue;
    const inPage = Math.min(perPage, total - n * perPage);
    const page = context.checked(block + BLOCK_BYTES + bitBytes + n * (perPage * form.bytes + 4), inPage * form.bytes + 4, 'page');
    yield* readElements(context, page, form, n * perPage, inPage);
  }
}
