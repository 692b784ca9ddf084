import { encodeUtf8 } from '../../../text/utf8.ts';
import { HorngateError } from '../../../words/error.ts';
import { ByteWriter } from '../../byte-writer.ts';
import { lookup3 } from '../lookup3.ts';
import { type Addresses, bytesOfDataset, HeaderBytes } from './header-bytes.ts';
import type { NewDataset, NewGroup, NewObject } from './new-object.ts';
import { TextHeap } from './text-heap.ts';

/** A file whose size is known, to be written from its start to its end. */
export interface Hdf5Plan {
  readonly bytes: number;
  /** All of the file in order; the data of each dataset are asked for when their turn comes. */
  pieces(): Iterable<Uint8Array>;
}

const SUPERBLOCK_BYTES = 48;
const aligned = (at: number): number => Math.ceil(at / 8) * 8;

/**
 * Lays out an HDF5 file: superblock 2 (II.A), texts, object headers, raw data. The same tree is the same bytes: no clock, no free space, nothing left over.
 *
 * @throws HG_LIMIT_OUTPUT where a header takes more than its format has room for; HG_ARTIFACT_HDF5 for names that are not plain ASCII.
 * @see HDF5 File Format Specification Version 3.0
 */
export function planHdf5(root: NewGroup): Hdf5Plan {
  const objects = flat(root);
  const heap = new TextHeap();
  const headers = new HeaderBytes(heap);
  const nowhere: Addresses = { heap: 0, of: () => 0, dataOf: () => 0 };
  const sizes = objects.map((object) => headers.write(object, nowhere).length);
  const texts = heap.finish();
  const places = new Map<NewObject, number>();
  let at = SUPERBLOCK_BYTES + texts.length;
  for (const [n, object] of objects.entries()) {
    places.set(object, at);
    at = aligned(at + (sizes[n] as number));
  }
  const dataStart = at;
  const data = new Map<NewDataset, number>();
  for (const dataset of objects) {
    if (dataset.kind !== 'dataset') continue;
    data.set(dataset, at);
    at = aligned(at + bytesOfDataset(dataset));
  }
  const end = at;
  const addresses: Addresses = {
    heap: SUPERBLOCK_BYTES,
    of: (object) => places.get(object) as number,
    dataOf: (dataset) => data.get(dataset) as number,
  };
  return {
    bytes: end,
    *pieces() {
      const writer = new ByteWriter().raw(superblock(addresses.of(root), end)).raw(texts);
      for (const object of objects) writer.raw(headers.write(object, addresses)).align(8);
      if (writer.length !== dataStart) throw new HorngateError('HG_INTERNAL', 'Cannot write HDF5 as the headers are not where they were planned');
      yield writer.done();
      for (const dataset of data.keys()) yield* dataOf(dataset);
    },
  };
}

/** Parents before children, in the order of their maps. The tree is ours, and as deep as models lie in models. */
const flat = (object: NewObject): readonly NewObject[] => (object.kind === 'dataset' ? [object] : [object, ...[...object.children.values()].flatMap(flat)]);

function superblock(root: number, end: number): Uint8Array {
  const writer = new ByteWriter().u8(0x89).raw(encodeUtf8('HDF\r\n')).u8(0x1a).raw(encodeUtf8('\n'));
  writer.u8(2, 8, 8, 0).u64(0).u64(undefined).u64(end).u64(root);
  return writer.u32(lookup3(writer.done())).done();
}

/** The elements, then zeros up to where the next ones begin. @throws HG_ARTIFACT_WEIGHTS where there are more or fewer than the shape says. */
function* dataOf(dataset: NewDataset): Generator<Uint8Array> {
  const bytes = bytesOfDataset(dataset);
  let done = 0;
  for (const piece of dataset.pieces()) {
    done += piece.length;
    if (done > bytes) break;
    yield piece;
  }
  if (done !== bytes)
    throw new HorngateError(
      'HG_ARTIFACT_WEIGHTS',
      `Cannot write the weights [${dataset.shape.join(', ')}] as there must be ${bytes} bytes of them: there are ${done}`,
    );
  yield new Uint8Array(aligned(bytes) - bytes);
}
