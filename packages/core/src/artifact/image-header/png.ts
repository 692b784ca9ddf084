import { HorngateError } from '../../words/error.ts';
import type { ByteSource } from '../../words/ports.ts';
import { crc32 } from '../zip/crc32.ts';
import {
  checkFrames,
  checkPacked,
  checkParts,
  checkPixels,
  countMetadata,
  type ImageHeader,
  type ImageLimits,
  type StillImage,
  unsupported,
  wrong,
} from './image-header.ts';
import { MediaBytes, type Piece } from './media-bytes.ts';

const SIGNATURE = '\x89PNG\r\n\x1a\n';
/** Samples of a pixel and the bits that they may have, by colour type (table 11.1). */
const COLOURS: Readonly<Record<number, { readonly samples: number; readonly bits: readonly number[] }>> = {
  0: { samples: 1, bits: [1, 2, 4, 8, 16] },
  2: { samples: 3, bits: [8, 16] },
  3: { samples: 1, bits: [1, 2, 4, 8] },
  4: { samples: 2, bits: [8, 16] },
  6: { samples: 4, bits: [8, 16] },
};
/** Deflate cannot do better (RFC 1951: 258 bytes for 2 bits). */
const MOST_RATIO = 1032;
/** Deflate that gains nothing adds 5 bytes for each block; small images may have more of them than they need. */
const MOST_FREE = 4096;

interface Chunk {
  readonly type: string;
  readonly at: number;
  readonly length: number;
}

/**
 * Walks a PNG to its end. Kept are IHDR, PLTE, IDAT and IEND; dropped are transparency (what lies under it is what Pillow's `convert("RGB")` shows), colour
 * profiles, gamma, text and the frames of an APNG. The file must end with IEND.
 *
 * @throws HG_INPUT_FORMAT, HG_UNSUPPORTED_FORMAT for 16 bits, HG_LIMIT_*
 * @see PNG Specification, Third Edition, 5.3 (chunks), 5.6 (order), 11.2
 */
export function readPng(source: ByteSource, limits: ImageLimits): StillImage {
  const file = new MediaBytes(source, 'PNG');
  if (file.text(0, 8) !== SIGNATURE) throw wrong('PNG', 'start with its signature', 'it does not');
  const first = chunkAt(file, 8);
  const { header, samples, palette } = readIhdr(file, first, limits);
  const kept: Piece[] = [{ at: 0, length: 33 }];
  const seen = { frames: 0, data: 0, metadata: 0, parts: 0, palette: false };
  let previous = first.type;
  for (let at = 33; previous !== 'IEND'; ) {
    const chunk = chunkAt(file, at);
    checkParts(++seen.parts, limits);
    if (chunk.type === 'PLTE') checkPalette(chunk, seen);
    if (chunk.type === 'IDAT' && seen.data > 0 && previous !== 'IDAT') throw wrong('PNG', 'have its IDAT chunks in one row', 'another chunk is between them');
    if (isKept(chunk.type)) keep(file, kept, chunk, seen);
    else countMetadata(seen, chunk.length, limits);
    if (chunk.type === 'fcTL') checkFrames(++seen.frames, limits);
    previous = chunk.type;
    at += chunk.length + 12;
  }
  if (seen.data === 0) throw wrong('PNG', 'have an IDAT chunk', 'it has none');
  if (palette && !seen.palette) throw wrong('PNG', 'have a palette', 'it has none');
  const end = (kept.at(-1)?.at ?? 0) + (kept.at(-1)?.length ?? 0);
  if (end !== file.size) throw wrong('PNG', 'end with IEND', `${file.size - end} bytes follow`);
  // A byte for the filter of each row; twice as many rows at most where they are interlaced, in seven passes.
  const raw = header.height * Math.ceil((header.width * samples * header.bits) / 8);
  const most = MOST_FREE + 1.1 * (raw + 2 * header.height + header.width);
  checkPacked(header, { packed: seen.data, raw, ratio: MOST_RATIO, most });
  return { header: { ...header, frames: Math.max(1, seen.frames) }, still: () => file.joined(kept) };
}

function chunkAt(file: MediaBytes, at: number): Chunk {
  const length = file.u32(at, false);
  const type = file.text(at + 4, 4);
  if (!/^[A-Za-z]{4}$/.test(type)) throw wrong('PNG', 'have chunks with names', `found ${JSON.stringify(type)} at ${at}`);
  if (length > file.size - at - 12) throw wrong('PNG', `hold its chunk ${type}`, `it ends ${length - (file.size - at - 12)} bytes too soon`);
  return { type, at, length };
}

function readIhdr(file: MediaBytes, { type, length }: Chunk, limits: ImageLimits): { header: ImageHeader; samples: number; palette: boolean } {
  if (type !== 'IHDR' || length !== 13) throw wrong('PNG', 'begin with an IHDR of 13 bytes', `found ${type} of ${length}`);
  checkCrc(file, { type, at: 8, length });
  const [width, height] = [file.u32(16, false), file.u32(20, false)];
  checkPixels('png', width, height, limits);
  const [bits = 0, colour = 0, compression, filter, interlace = 0] = file.bytes(24, 5);
  const known = COLOURS[colour];
  if (known === undefined || !known.bits.includes(bits)) throw wrong('PNG', 'have a colour type and depth of the specification', `found ${colour} and ${bits}`);
  if (compression !== 0 || filter !== 0 || interlace > 1) throw wrong('PNG', 'have methods of the specification', 'it has others');
  if (bits === 16) throw unsupported('PNG', '16 bits a sample');
  return { header: { format: 'png', width, height, frames: 1, bits }, samples: known.samples, palette: colour === 3 };
}

function checkPalette({ length }: Chunk, seen: { palette: boolean; data: number }): void {
  if (seen.palette || seen.data > 0 || length === 0 || length % 3 !== 0 || length > 768)
    throw wrong('PNG', 'have one palette of at most 256 colours before its data', 'it has another');
  seen.palette = true;
}

/** Upper case: critical (5.4). What a decoder must know and we do not is refused. */
function isKept(type: string): boolean {
  if (['PLTE', 'IDAT', 'IEND'].includes(type)) return true;
  if (/^[A-Z]/.test(type)) throw wrong('PNG', 'have critical chunks of the specification, once each', `found ${type}`);
  return false;
}

/** Neighbours become one piece, so that the list stays short whatever the number of chunks. */
function keep(file: MediaBytes, kept: Piece[], chunk: Chunk, seen: { data: number }): void {
  if (chunk.type === 'IEND' && chunk.length !== 0) throw wrong('PNG', 'have an empty IEND', `found ${chunk.length} bytes`);
  checkCrc(file, chunk);
  if (chunk.type === 'IDAT') seen.data += chunk.length;
  const last = kept.at(-1);
  if (last !== undefined && last.at + last.length === chunk.at) kept[kept.length - 1] = { at: last.at, length: last.length + chunk.length + 12 };
  else kept.push({ at: chunk.at, length: chunk.length + 12 });
}

const WINDOW = 1 << 16;

function checkCrc(file: MediaBytes, { type, at, length }: Chunk): void {
  let crc = 0;
  for (let from = at + 4, left = length + 4; left > 0; from += WINDOW, left -= WINDOW) crc = crc32(file.bytes(from, Math.min(WINDOW, left)), crc);
  if (crc !== file.u32(at + 8 + length, false))
    throw new HorngateError('HG_INPUT_FORMAT', `Cannot read the PNG input as the checksum of its chunk ${type} must fit: it does not`);
}
