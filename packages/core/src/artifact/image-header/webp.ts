import type { ByteSource } from '../../words/ports.ts';
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

/** A picture of its own: `VP8 ` (RFC 6386, 9.1) or `VP8L` (WebP Lossless Bitstream, 3). */
interface Picture extends Piece {
  readonly type: 'VP8 ' | 'VP8L';
  readonly width: number;
  readonly height: number;
}

interface Walk {
  readonly file: MediaBytes;
  readonly limits: ImageLimits;
  canvas: { readonly width: number; readonly height: number; readonly animated: boolean } | null;
  picture: Picture | null;
  frames: number;
  metadata: number;
  parts: number;
}

interface Chunk {
  readonly type: string;
  /** Of its data. */
  readonly at: number;
  readonly length: number;
  readonly next: number;
}

/** Empty lossless pictures take a few bytes whatever their size: nothing can be said about the ratio. */
const ANY_RATIO = Number.POSITIVE_INFINITY;

/**
 * Walks a WebP file to its end: simple lossy, simple lossless, extended, animated. Kept is the one picture, or the first of an animation where it fills the
 * canvas; dropped are alpha planes of lossy pictures (as `convert("RGB")` does), profiles, EXIF and XMP.
 *
 * @throws HG_INPUT_FORMAT, HG_UNSUPPORTED_FORMAT for a first picture that is a part of its canvas, HG_LIMIT_*
 * @see RFC 9649, 2.3 to 2.7
 */
export function readWebp(source: ByteSource, limits: ImageLimits): StillImage {
  const file = new MediaBytes(source, 'WebP');
  if (file.text(0, 4) !== 'RIFF' || file.text(8, 4) !== 'WEBP') throw wrong('WebP', 'start with RIFF and WEBP', 'it does not');
  if (file.u32(4, true) + 8 !== file.size) throw wrong('WebP', 'be as long as it says', `it says ${file.u32(4, true) + 8} bytes and has ${file.size}`);
  const walk: Walk = { file, limits, canvas: null, picture: null, frames: 0, metadata: 0, parts: 0 };
  for (let at = 12; at < file.size; ) at = top(walk, chunkAt(walk, at, file.size));
  const { picture, canvas, frames } = walk;
  if (picture === null) throw wrong('WebP', 'have a picture', 'it has none');
  if (canvas !== null && (canvas.width !== picture.width || canvas.height !== picture.height)) throw mismatch(canvas.animated);
  const header: ImageHeader = { format: 'webp', width: picture.width, height: picture.height, frames: Math.max(1, frames), bits: 8 };
  checkPacked(header, { packed: picture.length, raw: 0, ratio: ANY_RATIO });
  return { header, still: () => simple(file, picture) };
}

function chunkAt({ file, limits, parts }: Walk, at: number, end: number): Chunk {
  const type = file.text(at, 4);
  const length = file.u32(at + 4, true);
  const next = at + 8 + length + (length & 1);
  if (next > end) throw wrong('WebP', `hold its chunk ${JSON.stringify(type)}`, `it ends ${next - end} bytes too soon`);
  checkParts(parts, limits);
  return { type, at: at + 8, length, next };
}

/** @returns where the next chunk begins. */
function top(walk: Walk, chunk: Chunk): number {
  walk.parts++;
  const { type } = chunk;
  if (type === 'VP8X') readCanvas(walk, chunk);
  else if (type === 'VP8 ' || type === 'VP8L') take(walk, chunk, walk.canvas?.animated === true);
  else if (type === 'ANMF') readFrame(walk, chunk);
  else countMetadata(walk, chunk.length, walk.limits);
  return chunk.next;
}

/** 2.7.1: flags, reserved, width - 1 and height - 1 of the canvas in 24 bits each. */
function readCanvas(walk: Walk, { at, length }: Chunk): void {
  const { file, limits } = walk;
  if (walk.parts !== 1 || length !== 10) throw wrong('WebP', 'begin with its VP8X of 10 bytes', `found one of ${length}`);
  const [width, height] = [1 + u24(file, at + 4), 1 + u24(file, at + 7)];
  checkPixels('webp', width, height, limits);
  walk.canvas = { width, height, animated: (file.u8(at) & 2) !== 0 };
}

/** 2.7.1.1: x / 2, y / 2, width - 1, height - 1, duration, flags, then chunks of its own. */
function readFrame(walk: Walk, chunk: Chunk): void {
  const { file, limits } = walk;
  if (walk.canvas?.animated !== true || chunk.length < 16) throw wrong('WebP', 'be an animation to have frames', 'it is none');
  checkFrames(++walk.frames, limits);
  if (walk.frames > 1) return;
  if (u24(file, chunk.at) !== 0 || u24(file, chunk.at + 3) !== 0) throw mismatch(true);
  for (let at = chunk.at + 16; at < chunk.at + chunk.length; ) {
    walk.parts++;
    const inner = chunkAt(walk, at, chunk.next);
    if (inner.type === 'VP8 ' || inner.type === 'VP8L') take(walk, inner, false);
    at = inner.next;
  }
}

function take(walk: Walk, { type, at, length }: Chunk, misplaced: boolean): void {
  if (walk.picture !== null || misplaced) throw wrong('WebP', 'have one picture a frame', 'it has more');
  const size = type === 'VP8L' ? lossless(walk.file, at) : lossy(walk.file, at);
  checkPixels('webp', size.width, size.height, walk.limits);
  walk.picture = { type: type as Picture['type'], at, length, ...size };
}

function lossy(file: MediaBytes, at: number): { width: number; height: number } {
  if ((file.u8(at) & 1) !== 0 || file.text(at + 3, 3) !== '\x9d\x01\x2a') throw wrong('WebP', 'have a key frame', 'it has none');
  return { width: file.u16(at + 6, true) & 0x3fff, height: file.u16(at + 8, true) & 0x3fff };
}

function lossless(file: MediaBytes, at: number): { width: number; height: number } {
  const bits = file.u32(at + 1, true);
  if (file.u8(at) !== 0x2f || bits >>> 29 !== 0) throw wrong('WebP', 'have a lossless picture of version 0', 'it has none');
  return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) };
}

const u24 = (file: MediaBytes, at: number): number => file.u16(at, true) | (file.u8(at + 2) << 16);

function mismatch(animated: boolean): Error {
  return animated
    ? unsupported('WebP', 'a first picture that is smaller than its canvas')
    : wrong('WebP', 'have a picture as large as its canvas', 'it has another');
}

/** A file of the simple form: RIFF, its length, WEBP, the one chunk. */
function simple(file: MediaBytes, { type, at, length }: Picture): Uint8Array {
  const padding = length & 1;
  const head = new Uint8Array(20);
  const view = new DataView(head.buffer);
  head.set([...'RIFF\0\0\0\0WEBP', ...type].map((char) => char.charCodeAt(0)));
  view.setUint32(4, 12 + length + padding, true);
  view.setUint32(16, length, true);
  return file.joined([head, { at, length }, new Uint8Array(padding)]);
}
