import type { ByteSource } from '../../words/ports.ts';
import {
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

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
/** Tables (DHT, DQT, DRI) that the scans need. */
const TABLES = [0xc4, 0xdb, 0xdd];
const ADOBE = 0xee;
const FRAMES = [0xc0, 0xc1, 0xc2];
const OTHER_FRAMES: Readonly<Record<number, string>> = {
  195: 'lossless coding',
  197: 'hierarchical coding',
  198: 'hierarchical coding',
  199: 'hierarchical coding',
  201: 'arithmetic coding',
  202: 'arithmetic coding',
  203: 'arithmetic coding',
  205: 'arithmetic coding',
  206: 'arithmetic coding',
  207: 'arithmetic coding',
};
/** A scan costs a pass over all coefficients, however short it is; encoders write about ten. */
const MAX_SCANS = 100;
/** At least a bit for each block of 64 samples: no byte can become more. */
const MOST_RATIO = 512;
const WINDOW = 1 << 14;

interface Walk {
  readonly file: MediaBytes;
  readonly limits: ImageLimits;
  readonly kept: Piece[];
  header: ImageHeader | null;
  adobe: boolean;
  scans: number;
  packed: number;
  metadata: number;
  parts: number;
}

/**
 * Walks a JPEG to its EOI. Kept are frame, tables, scans and Adobe's word about the colours; dropped are JFIF, EXIF (its orientation too, which Keras'
 * `load_img` does not apply), profiles, comments and what follows EOI, where phones keep further pictures.
 *
 * @throws HG_INPUT_FORMAT, HG_UNSUPPORTED_FORMAT for four colours, 12 bits and arithmetic coding, HG_LIMIT_*
 * @see ITU-T T.81, B.1.1 (markers), B.2 (syntax)
 */
export function readJpeg(source: ByteSource, limits: ImageLimits): StillImage {
  const file = new MediaBytes(source, 'JPEG');
  if (file.u16(0, false) !== (0xff00 | SOI)) throw wrong('JPEG', 'start with SOI', 'it does not');
  const walk: Walk = { file, limits, kept: [{ at: 0, length: 2 }], header: null, adobe: false, scans: 0, packed: 0, metadata: 0, parts: 0 };
  let at = 2;
  for (let marker = markerAt(file, at); marker !== EOI; marker = markerAt(file, at)) {
    checkParts(++walk.parts, limits);
    at = segment(walk, marker, at);
  }
  const { header } = walk;
  if (header === null || walk.scans === 0) throw wrong('JPEG', 'have a frame and a scan', 'it has none');
  keep(walk, at, 2);
  checkPacked(header, { packed: walk.packed, raw: header.width * header.height, ratio: MOST_RATIO });
  return { header, still: () => file.joined(walk.kept) };
}

/** Fill bytes before a marker (B.1.1.2) are nobody's: refused, as two readers might take them for two things. */
function markerAt(file: MediaBytes, at: number): number {
  const [fill, marker = 0] = file.bytes(at, 2);
  if (fill !== 0xff || marker < 0xc0 || marker === 0xff) throw wrong('JPEG', 'have a marker after each segment', `found none at ${at}`);
  return marker;
}

/** @returns where the next marker must be. */
function segment(walk: Walk, marker: number, at: number): number {
  const { file, limits } = walk;
  if (marker === SOI || (marker >= 0xd0 && marker <= 0xd7)) throw wrong('JPEG', 'have one SOI, and restarts in scans alone', `found one at ${at}`);
  const length = file.u16(at + 2, false);
  const end = at + 2 + length;
  if (length < 2 || end > file.size) throw wrong('JPEG', 'hold its segments', `one at ${at} has ${length} bytes`);
  if (FRAMES.includes(marker)) readFrame(walk, at + 4, length - 2);
  else if (OTHER_FRAMES[marker] !== undefined) throw unsupported('JPEG', OTHER_FRAMES[marker]);
  else if (marker === SOS) return scan(walk, at, end);
  else if (TABLES.includes(marker)) keep(walk, at, end - at);
  else if (marker === ADOBE && !walk.adobe && length >= 14 && file.text(at + 4, 5) === 'Adobe') {
    walk.adobe = true;
    keep(walk, at, end - at);
  } else if (marker >= 0xe0) countMetadata(walk, length, limits);
  else throw wrong('JPEG', 'have segments that a picture needs', `found marker ${marker} at ${at}`);
  if (FRAMES.includes(marker)) keep(walk, at, end - at);
  return end;
}

/** B.2.2: precision, lines, samples a line, components with their sampling factors. */
function readFrame(walk: Walk, at: number, length: number): void {
  const { file, limits } = walk;
  if (walk.header !== null) throw wrong('JPEG', 'have one frame', 'it has more');
  const bits = file.u8(at);
  const [height, width, components] = [file.u16(at + 1, false), file.u16(at + 3, false), file.u8(at + 5)];
  checkPixels('jpeg', width, height, limits);
  if (length !== 6 + 3 * components) throw wrong('JPEG', 'have a frame as long as its components say', `found ${length} bytes for ${components}`);
  if (components === 4) throw unsupported('JPEG', 'four colours (CMYK)');
  if (components !== 1 && components !== 3) throw wrong('JPEG', 'have one or three components', `found ${components}`);
  if (bits !== 8) throw unsupported('JPEG', `${bits} bits a sample`);
  for (let index = 0; index < components; index++) {
    const factors = file.u8(at + 7 + 3 * index);
    if (![1, 2, 3, 4].includes(factors >> 4) || ![1, 2, 3, 4].includes(factors & 15))
      throw wrong('JPEG', 'have sampling factors from 1 to 4', `found ${factors}`);
  }
  walk.header = { format: 'jpeg', width, height, frames: 1, bits };
}

/** A scan goes on to the next marker that is neither a stuffed zero nor a restart (B.1.1.5, F.1.2.3). */
function scan(walk: Walk, at: number, data: number): number {
  const { file } = walk;
  if (walk.header === null) throw wrong('JPEG', 'have a frame before its scans', 'it has none');
  if (++walk.scans > MAX_SCANS) throw wrong('JPEG', `have at most ${MAX_SCANS} scans`, 'it has more');
  const end = markerAfter(file, data);
  walk.packed += end - data;
  keep(walk, at, end - at);
  return end;
}

function markerAfter(file: MediaBytes, from: number): number {
  for (let at = from; at < file.size - 1; ) {
    const window = file.bytes(at, Math.min(WINDOW, file.size - at));
    for (let index = window.indexOf(0xff); index >= 0 && index < window.length - 1; index = window.indexOf(0xff, index + 1)) {
      const next = window[index + 1] as number;
      if (next !== 0 && !(next >= 0xd0 && next <= 0xd7)) return at + index;
    }
    at += window.length - 1; // the last byte may be the first half of a marker
  }
  throw wrong('JPEG', 'end with EOI', 'it ends before');
}

function keep({ kept }: Walk, at: number, length: number): void {
  const last = kept.at(-1);
  if (last !== undefined && last.at + last.length === at) kept[kept.length - 1] = { at: last.at, length: last.length + length };
  else kept.push({ at, length });
}
