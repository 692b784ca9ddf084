import type { ByteSource } from '../../words/ports.ts';
import { checkFrames, checkPacked, checkPixels, type ImageHeader, type ImageLimits, type StillImage, unsupported, wrong } from './image-header.ts';
import { MediaBytes, type Piece } from './media-bytes.ts';
import { type TiffTags, writeTiff } from './write-tiff.ts';

/** Bytes of a value by field type: BYTE, ASCII, SHORT, LONG; others describe nothing that a picture needs. */
const TYPE_BYTES: Readonly<Record<number, number>> = { 1: 1, 3: 2, 4: 4 };

export const TAG = {
  width: 256,
  height: 257,
  bits: 258,
  compression: 259,
  photometric: 262,
  fillOrder: 266,
  stripOffsets: 273,
  orientation: 274,
  samples: 277,
  rowsPerStrip: 278,
  stripBytes: 279,
  planar: 284,
  predictor: 317,
  palette: 320,
  tileWidth: 322,
  tileHeight: 323,
  tileOffsets: 324,
  tileBytes: 325,
  extra: 338,
  sampleFormat: 339,
} as const;

/** Most raw bytes that one packed byte can become: none, LZW, Deflate (two numbers), PackBits. */
const RATIOS: Readonly<Record<number, number>> = { 1: 1, 5: 2731, 8: 1032, 32946: 1032, 32773: 64 };
/** Colours of a pixel by PhotometricInterpretation: white is zero, black is zero, RGB, palette. */
const COLOURS: Readonly<Record<number, number>> = { 0: 1, 1: 1, 2: 3, 3: 1 };
const MAX_ENTRIES = 4096;
const MAX_PIECES = 65_536;

/**
 * Reads the first page of a TIFF and counts the others. What is kept is written anew: one directory with what describes the pixels, and their strips or tiles.
 *
 * @throws HG_INPUT_FORMAT, HG_UNSUPPORTED_FORMAT for what is not read exactly (other compressions and colours, 16 bits, turned pages, BigTIFF), HG_LIMIT_*
 * @see TIFF 6.0, sections 2 (structure), 3 to 6 (baseline), 9 (PackBits), 13 (LZW), 15 (tiles); Adobe Photoshop TIFF Technical Notes (Deflate)
 */
export function readTiff(source: ByteSource, limits: ImageLimits): StillImage {
  const file = new MediaBytes(source, 'TIFF');
  const order = file.text(0, 2);
  const little = order === 'II';
  if (!little && order !== 'MM') throw wrong('TIFF', 'start with its byte order', 'it does not');
  const version = file.u16(2, little);
  if (version === 43) throw unsupported('TIFF', '64-bit offsets (BigTIFF)');
  if (version !== 42) throw wrong('TIFF', 'have version 42', `found ${version}`);
  const tags = directory(file, file.u32(4, little), little);
  const header = describe(tags, limits);
  const pieces = piecesOf(file, tags, header);
  return { header: { ...header, frames: pages(file, little, limits) }, still: () => writeTiff(file, tags, pieces) };
}

/** Pages in a chain; one that comes back to itself has no end, and so too many. */
function pages(file: MediaBytes, little: boolean, limits: ImageLimits): number {
  let count = 0;
  for (let at = file.u32(4, little); at !== 0; at = file.u32(at + 2 + 12 * file.u16(at, little), little)) checkFrames(++count, limits);
  return count;
}

/** Numbers of the tags that we know; all others are left unread. */
function directory(file: MediaBytes, at: number, little: boolean): TiffTags {
  const count = file.u16(at, little);
  if (count > MAX_ENTRIES) throw wrong('TIFF', `have at most ${MAX_ENTRIES} fields a page`, `found ${count}`);
  const known: readonly number[] = Object.values(TAG);
  const tags = new Map<number, readonly number[]>();
  for (let index = 0; index < count; index++) {
    const entry = at + 2 + 12 * index;
    const tag = file.u16(entry, little);
    if (!known.includes(tag)) continue;
    if (tags.has(tag)) throw wrong('TIFF', 'have each field once', `found ${tag} twice`);
    tags.set(tag, valuesOf(file, entry, little));
  }
  return tags;
}

function valuesOf(file: MediaBytes, entry: number, little: boolean): readonly number[] {
  const bytes = TYPE_BYTES[file.u16(entry + 2, little)];
  const count = file.u32(entry + 4, little);
  if (bytes === undefined || count < 1 || count > MAX_PIECES) throw wrong('TIFF', `have 1 to ${MAX_PIECES} whole numbers in a field`, `found ${count}`);
  const at = bytes * count <= 4 ? entry + 8 : file.u32(entry + 8, little);
  const raw = file.bytes(at, bytes * count);
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  return Array.from({ length: count }, (_, index) =>
    bytes === 1 ? view.getUint8(index) : bytes === 2 ? view.getUint16(2 * index, little) : view.getUint32(4 * index, little),
  );
}

export function oneOf(tags: TiffTags, tag: number, absent?: number): number {
  const values = tags.get(tag);
  const [value = absent] = values ?? [];
  if (value === undefined || (values !== undefined && values.length !== 1))
    throw wrong('TIFF', `have one number in field ${tag}`, `found ${values?.length ?? 'none'}`);
  return value;
}

function describe(tags: TiffTags, limits: ImageLimits): ImageHeader {
  const [width, height] = [oneOf(tags, TAG.width), oneOf(tags, TAG.height)];
  checkPixels('tiff', width, height, limits);
  const [photometric, samples, compression] = [oneOf(tags, TAG.photometric), oneOf(tags, TAG.samples, 1), oneOf(tags, TAG.compression, 1)];
  const bits = tags.get(TAG.bits) ?? [1];
  const [depth = 1] = bits;
  if (RATIOS[compression] === undefined) throw unsupported('TIFF', `compression ${compression}`);
  const colours = COLOURS[photometric];
  if (colours === undefined) throw unsupported('TIFF', `colours of kind ${photometric}`);
  if (bits.length !== samples || bits.some((each) => each !== depth))
    throw wrong('TIFF', 'have the bits of each sample, all alike', `found ${bits.slice(0, 8)}`);
  if (!(depth === 8 || (colours === 1 && samples === 1 && [1, 4].includes(depth)))) throw unsupported('TIFF', `${depth} bits a sample`);
  checkPlain(tags, samples, colours);
  const palette = tags.get(TAG.palette);
  if (photometric === 3 && palette?.length !== 3 * 2 ** depth)
    throw wrong('TIFF', 'have a palette as large as its indices', `found ${palette?.length ?? 0} numbers`);
  return { format: 'tiff', width, height, frames: 1, bits: depth };
}

/** Fields that have one value in what we take. */
function checkPlain(tags: TiffTags, samples: number, colours: number): void {
  if (oneOf(tags, TAG.fillOrder, 1) !== 1) throw unsupported('TIFF', 'bits in reverse order');
  if (oneOf(tags, TAG.orientation, 1) !== 1) throw unsupported('TIFF', 'a page that is turned');
  if (![1, 2].includes(oneOf(tags, TAG.predictor, 1))) throw unsupported('TIFF', 'a predictor for floats');
  if (![1, 2].includes(oneOf(tags, TAG.planar, 1))) throw wrong('TIFF', 'have planes of the specification', 'it has others');
  if ((tags.get(TAG.sampleFormat) ?? [1]).some((format) => format !== 1)) throw unsupported('TIFF', 'samples that are no whole numbers');
  const extra = tags.get(TAG.extra) ?? [];
  if (extra.includes(1)) throw unsupported('TIFF', 'colours multiplied by their transparency');
  if (samples - colours > 1 || samples < colours || extra.length > samples - colours) throw unsupported('TIFF', `${samples} samples a pixel`);
}

/** Strips or tiles: as many as width, height and planes need, each inside the file. */
function piecesOf(file: MediaBytes, tags: TiffTags, header: ImageHeader): readonly Piece[] {
  const tiled = tags.has(TAG.tileOffsets);
  const samples = oneOf(tags, TAG.samples, 1);
  const planes = oneOf(tags, TAG.planar, 1) === 2 ? samples : 1;
  const wide = tiled ? oneOf(tags, TAG.tileWidth) : header.width;
  const high = tiled ? oneOf(tags, TAG.tileHeight) : Math.min(oneOf(tags, TAG.rowsPerStrip, header.height), header.height);
  if (wide < 1 || high < 1 || (tiled && (wide % 16 !== 0 || high % 16 !== 0 || wide > 2 * header.width + 1024 || high > 2 * header.height + 1024)))
    throw wrong('TIFF', 'have strips or tiles of the specification', `found ${wide} x ${high}`);
  const count = Math.ceil(header.width / wide) * Math.ceil(header.height / high) * planes;
  const offsets = tags.get(tiled ? TAG.tileOffsets : TAG.stripOffsets) ?? [];
  const sizes = tags.get(tiled ? TAG.tileBytes : TAG.stripBytes) ?? [];
  if (offsets.length !== count || sizes.length !== count)
    throw wrong('TIFF', `have ${count} strips or tiles`, `found ${offsets.length} offsets and ${sizes.length} sizes`);
  const pieces = offsets.map((at, index): Piece => ({ at, length: sizes[index] as number }));
  for (const { at, length } of pieces) if (length > file.size - at) throw wrong('TIFF', 'hold its strips', `one at ${at} has ${length} bytes`);
  const packed = pieces.reduce((sum, { length }) => sum + length, 0);
  const raw = header.height * Math.ceil((header.width * header.bits * (samples / planes)) / 8) * planes;
  checkPacked(header, { packed, raw, ratio: RATIOS[oneOf(tags, TAG.compression, 1)] ?? 1 });
  return pieces;
}
