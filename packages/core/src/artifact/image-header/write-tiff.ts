import type { MediaBytes, Piece } from './media-bytes.ts';

/** Numbers of a directory by tag. */
export type TiffTags = ReadonlyMap<number, readonly number[]>;

const OFFSETS = [273, 324];
const SIZES = [279, 325];
const SHORT = 3;
const LONG = 4;

/** A little-endian TIFF of one page: header, pixels, values, and one directory with the given tags in their order (TIFF 6.0, section 2). */
export function writeTiff(file: MediaBytes, tags: TiffTags, pieces: readonly Piece[]): Uint8Array {
  const places: number[] = [];
  let end = 8;
  for (const { length } of pieces) {
    places.push(end);
    end += length;
  }
  const padding = end & 1;
  const tail = directory(tags, places, end + padding);
  const head = Uint8Array.of(0x49, 0x49, 42, 0, 0, 0, 0, 0);
  new DataView(head.buffer).setUint32(4, end + padding + tail.directoryAt, true);
  return file.joined([head, ...pieces, new Uint8Array(padding), tail.bytes]);
}

function directory(tags: TiffTags, places: readonly number[], base: number): { bytes: Uint8Array; directoryAt: number } {
  const rows = [...tags].sort(([a], [b]) => a - b).map(([tag, values]) => ({ tag, values: OFFSETS.includes(tag) ? places : values }));
  const sized = rows.map((row) => ({
    ...row,
    type: OFFSETS.includes(row.tag) || SIZES.includes(row.tag) || row.values.some((value) => value > 0xffff) ? LONG : SHORT,
  }));
  const bytesOf = ({ values, type }: (typeof sized)[number]): number => values.length * (type === LONG ? 4 : 2);
  const directoryAt = sized.reduce((sum, row) => sum + (bytesOf(row) > 4 ? bytesOf(row) : 0), 0);
  const bytes = new Uint8Array(directoryAt + 2 + 12 * sized.length + 4);
  const view = new DataView(bytes.buffer);
  let valuesAt = 0;
  view.setUint16(directoryAt, sized.length, true);
  sized.forEach((row, index) => {
    const entry = directoryAt + 2 + 12 * index;
    const outside = bytesOf(row) > 4;
    view.setUint16(entry, row.tag, true);
    view.setUint16(entry + 2, row.type, true);
    view.setUint32(entry + 4, row.values.length, true);
    if (outside) view.setUint32(entry + 8, base + valuesAt, true);
    const at = outside ? valuesAt : entry + 8;
    row.values.forEach((value, item) => {
      if (row.type === LONG) view.setUint32(at + 4 * item, value, true);
      else view.setUint16(at + 2 * item, value, true);
    });
    if (outside) valuesAt += bytesOf(row);
  });
  return { bytes, directoryAt };
}
